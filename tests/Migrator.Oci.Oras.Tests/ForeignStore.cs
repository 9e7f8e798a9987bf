using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OrasProject.Oras.Content;
using OrasProject.Oras.Exceptions;
using OrasProject.Oras.Oci;
using OrasProject.Oras.Registry;

namespace Migrator.Oci.Oras.Tests;

/// <summary>
/// A store that knows nothing of our types: digests are texts, absence and presence are exceptions, a push gives no
/// result, bytes come once, and a manifest is a blob like any other.
/// </summary>
internal sealed class ForeignStore : OrasProject.Oras.ITarget, ITagListable, IPredecessorFindable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Descriptor Descriptor, byte[] Content)> _content = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Descriptor> _tags = new(StringComparer.Ordinal);

    public Task<bool> ExistsAsync(Descriptor target, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult(
                _content.TryGetValue(target.Digest, out var held) && held.Content.Length == target.Size);
        }
    }

    public Task<Stream> FetchAsync(Descriptor target, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return _content.TryGetValue(target.Digest, out var held)
                ? Task.FromResult<Stream>(new MemoryStream(held.Content, writable: false))
                : throw new NotFoundException($"{target.Digest}: {target.MediaType}");
        }
    }

    public async Task PushAsync(Descriptor expected, Stream content, CancellationToken cancellationToken = default)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        var actual = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
        if (actual != expected.Digest)
        {
            throw new InvalidDataException($"got {actual}");
        }

        lock (_gate)
        {
            if (!_content.TryAdd(expected.Digest, (expected, bytes.ToArray())))
            {
                throw new AlreadyExistsException(expected.Digest);
            }
        }
    }

    public Task<Descriptor> ResolveAsync(string reference, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return _tags.TryGetValue(reference, out var found)
                ? Task.FromResult(found)
                : throw new NotFoundException(reference);
        }
    }

    public Task TagAsync(Descriptor descriptor, string reference, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _tags[reference] = descriptor;
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<string> ListTagsAsync(
        string? last = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        string[] tags;
        lock (_gate)
        {
            tags = [.. _tags.Keys];
        }

        foreach (var tag in tags)
        {
            yield return tag;
        }
    }

    public Task<IEnumerable<Descriptor>> GetPredecessorsAsync(
        Descriptor node, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IEnumerable<Descriptor>>(
                [.. _content.Values.Where(held => Names(held, node.Digest)).Select(held => held.Descriptor)]);
        }
    }

    // Whatever mentions the node is its predecessor, be it as a layer or as the subject.
    private static bool Names((Descriptor Descriptor, byte[] Content) held, string digest) =>
        held.Descriptor.MediaType.EndsWith("+json", StringComparison.Ordinal)
        && held.Descriptor.Digest != digest
        && JsonNode.Parse(held.Content)!.ToJsonString().Contains(digest, StringComparison.Ordinal);
}
