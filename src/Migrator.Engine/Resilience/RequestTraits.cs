using Migrator.Bindle.Sources.Server;
using Migrator.Engine.Resilience.Throttling;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Engine.Resilience;

/// <summary>What counts of a request.</summary>
internal sealed class RequestTraits
{
    private const int LongBytes = 1 << 20;
    private readonly Action<bool>? _heldBack;

    private RequestTraits(HttpRequestMessage request, RegistryOperation? operation)
    {
        Operation = operation;
        Host = request.RequestUri!.Authority;
        IsMount = operation == RegistryOperation.UploadStart
            && request.RequestUri.Query.Contains("mount=", StringComparison.Ordinal);
        Lane = operation == RegistryOperation.BlobRead ? RequestLane.Free
            : (request.Content?.Headers.ContentLength ?? 0) > LongBytes ? RequestLane.Long
            : RequestLane.Short;
        _heldBack = request.Options.TryGetValue(BindleRequestKeys.HeldBack, out var ofBindle) ? ofBindle
            : request.Options.TryGetValue(RegistryRequestKeys.HeldBack, out var ofRegistry) ? ofRegistry
            : null;
    }

    /// <summary>What it is for; null when it goes to no registry.</summary>
    public RegistryOperation? Operation { get; }

    /// <summary>Whom it goes to: host, and port if it is not the usual one.</summary>
    public string Host { get; }

    public RequestLane Lane { get; }

    /// <summary>Whether it asks to mount a blob: then 500 is a registry's no to the mount.</summary>
    public bool IsMount { get; }

    /// <summary>
    /// Whether it may be sent again when nobody knows what became of it. An upload may not; its client asks first.
    /// </summary>
    public bool MaySendAgain => Operation is not { } operation || RegistryRequestKeys.MaySendAgain(operation);

    /// <summary>Whether it only tidies up: it is sent once, and at once.</summary>
    public bool IsCourtesy => Operation == RegistryOperation.UploadCancel;

    public static RequestTraits Of(HttpRequestMessage request) => new(
        request,
        request.Options.TryGetValue(RegistryRequestKeys.Operation, out var operation) ? operation : null);

    /// <summary>Tells whoever asked to hear it that the request is kept back here, or goes on.</summary>
    public void HoldBack(bool isHeld) => _heldBack?.Invoke(isHeld);
}
