using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Migrator.Oci.Model;

namespace Migrator.Oci.Telemetry;

/// <summary>One blob on its way to a repository; it has failed unless told otherwise.</summary>
internal sealed class BlobSpan : IDisposable
{
    public const string Pushed = "pushed";
    public const string Mounted = "mounted";
    public const string Present = "present";
    public const string Failed = "failed";
    private readonly Descriptor _blob;
    private readonly string _host;
    private readonly string _repository;
    private readonly ILogger _log;
    private readonly Activity? _activity;

    public BlobSpan(Descriptor blob, string host, string repository, ILogger log)
    {
        (_blob, _host, _repository, _log) = (blob, host, repository, log);
        _activity = Start(blob, host, repository);
    }

    /// <summary>What it came to.</summary>
    public string Result { get; set; } = Failed;

    public void Dispose()
    {
        OciTelemetry.Blobs.Add(1, new(OciTelemetry.Host, _host), new("result", Result));
        if (Result == Pushed)
        {
            OciTelemetry.Bytes.Add(_blob.Size, new KeyValuePair<string, object?>(OciTelemetry.Host, _host));
        }

        _log.BlobEnded(_repository, _blob.Digest.ToString(), _blob.Size, Result);
        _activity?.SetTag("oci.result", Result);
        _activity?.SetStatus(Result == Failed ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
        _activity?.Dispose();
    }

    private static Activity? Start(Descriptor blob, string host, string repository)
    {
        var activity = OciTelemetry.Source.StartActivity("push blob");
        activity?.SetTag(OciTelemetry.Host, host);
        activity?.SetTag("oci.repository", repository);
        activity?.SetTag("oci.digest", blob.Digest.ToString());
        activity?.SetTag("oci.size", blob.Size);
        return activity;
    }
}
