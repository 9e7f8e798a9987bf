using System.Collections.Immutable;

namespace Migrator.Oci.Auth;

/// <summary>
/// Joins what is needed now with what will be needed soon, so that one token does for many repositories.
/// </summary>
internal sealed class ScopeBatch
{
    private const int MaxCharacters = 3000;
    private readonly Lock _gate = new();
    private readonly HashSet<TokenScope> _expected = [];
    private int _most = 20;

    /// <summary>Scopes that will be needed soon.</summary>
    public void Expect(IEnumerable<TokenScope> scopes)
    {
        lock (_gate)
        {
            _expected.UnionWith(scopes);
        }
    }

    /// <summary>The scopes to ask for when some are needed.</summary>
    public ImmutableArray<TokenScope> Fill(ImmutableArray<TokenScope> needed)
    {
        lock (_gate)
        {
            var asked = needed.ToBuilder();
            var characters = needed.Sum(scope => scope.ToString().Length);
            foreach (var scope in _expected.Where(scope => !needed.Contains(scope)))
            {
                characters += scope.ToString().Length;
                if (asked.Count >= _most || characters > MaxCharacters)
                {
                    break;
                }

                asked.Add(scope);
            }

            return asked.ToImmutable();
        }
    }

    /// <summary>Scopes that there is a token for now.</summary>
    public void Took(ImmutableArray<TokenScope> scopes)
    {
        lock (_gate)
        {
            _expected.ExceptWith(scopes);
        }
    }

    /// <summary>Asks for half as many from now on; false when it was one already.</summary>
    public bool TryHalve()
    {
        lock (_gate)
        {
            var before = _most;
            _most = Math.Max(1, _most / 2);
            return _most < before;
        }
    }
}
