using Migrator.Oci.Json;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Oci.Targets.Registry;

/// <summary>Walks along the pages of a list; a list that never ends is given up.</summary>
internal sealed class PageWalk(RegistryRepository repository, Uri first, RegistryRequest request)
{
    private const int MaxPages = 10_000;
    private const int MaxBytes = 16 * 1024 * 1024;
    private Uri? _next = first;
    private int _pages;
    private int _bytes;

    /// <summary>What is asked.</summary>
    public RegistryRequest Request => request;

    /// <summary>Whether the first page was answered with "not there".</summary>
    public bool IsMissing { get; private set; }

    /// <summary>The next page; null when there is none.</summary>
    public async Task<byte[]?> NextOrNullAsync(int maxBytes, CancellationToken cancellationToken)
    {
        if (_next is not { } uri)
        {
            return null;
        }

        if (_pages++ == MaxPages)
        {
            throw repository.Fault(request, $"the list has more than {MaxPages} pages");
        }

        using var response = await repository.SendOrNullAsync(request with { Uri = uri }, cancellationToken)
            .ConfigureAwait(false);
        if (response is null)
        {
            IsMissing = _pages == 1;
            _next = null;
            return null;
        }

        _next = NextOrNull(uri, response);
        var page = await repository.ReadBodyOrNullAsync(request, response, maxBytes, cancellationToken)
                .ConfigureAwait(false)
            ?? throw repository.Fault(request, $"a page has more than {maxBytes} bytes");
        _bytes += page.Length;
        return _bytes <= MaxBytes ? page : throw repository.Fault(request, $"it has more than {MaxBytes} bytes");
    }

    /// <summary>Makes something of a page.</summary>
    public T Read<T>(byte[] page, Func<JsonObject, T> read)
    {
        try
        {
            return ContentReader.Read(page, "list", page.Length, read);
        }
        catch (ManifestFormatException broken)
        {
            throw repository.Fault(request, $"the answer is not a registry's: {broken.Message.TrimEnd('.')}");
        }
    }

    private Uri? NextOrNull(Uri asked, HttpResponseMessage response)
    {
        if (LinkHeader.NextOrNull(response) is not { } link)
        {
            return null;
        }

        var source = RegistryHttp.SourceOf(request with { Uri = asked }, response);
        var next = repository.Host.Http.Address.PageOrNull(source, link, out var fault);
        return next is null || next == asked || next == source
            ? throw repository.Fault(
                request, next is null ? $"the link to the next page {fault}" : "the list runs in a circle")
            : next;
    }
}
