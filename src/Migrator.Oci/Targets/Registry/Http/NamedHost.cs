using Migrator.Oci.References;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>A host that the user names: with a port that port of it alone, without one each port.</summary>
internal readonly record struct NamedHost
{
    private readonly Uri? _place;
    private readonly bool _hasPort;

    private NamedHost(Uri? place, bool hasPort)
    {
        _place = place;
        _hasPort = hasPort;
    }

    /// <summary>Reads a host, with its port if any; what is none is no host's name.</summary>
    public static NamedHost Of(string text)
    {
        var port = text.IndexOf(':', text.LastIndexOf(']') + 1);
        return new NamedHost(ReferenceGrammar.IsHost(text) ? new Uri($"http://{text}") : null, port >= 0);
    }

    /// <summary>Whether a place is there.</summary>
    public bool Has(Uri uri) => _place is not null
        && string.Equals(_place.IdnHost, uri.IdnHost, StringComparison.OrdinalIgnoreCase)
        && (!_hasPort || _place.Port == uri.Port);
}
