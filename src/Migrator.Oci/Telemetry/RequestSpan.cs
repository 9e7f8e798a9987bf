using System.Diagnostics;
using System.Net;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Oci.Telemetry;

/// <summary>One request to a registry, its token server or its storage, until the head of the answer.</summary>
internal sealed class RequestSpan : IDisposable
{
    private readonly Activity? _activity;

    public RequestSpan(RegistryRequest request, string place)
    {
        _activity = OciTelemetry.Source.HasListeners()
            ? OciTelemetry.Source.StartActivity($"{request.Method} {request.Operation}", ActivityKind.Client)
            : null;
        _activity?.SetTag("http.request.method", request.Method.Method);
        _activity?.SetTag(OciTelemetry.Host, place);
        _activity?.SetTag("oci.operation", request.Operation.ToString());
    }

    /// <summary>It was answered.</summary>
    public void Answered(HttpStatusCode status)
    {
        _activity?.SetTag("http.response.status_code", (int)status);
        _activity?.SetStatus((int)status < 400 ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
    }

    /// <summary>It was not answered.</summary>
    public void Failed(Exception cause)
    {
        _activity?.SetTag("error.type", cause.GetType().FullName);
        _activity?.SetStatus(ActivityStatusCode.Error);
    }

    public void Dispose() => _activity?.Dispose();
}
