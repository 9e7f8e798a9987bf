using Migrator.StandIn.Http;

namespace Migrator.StandIn.Api;

/// <summary>Bodies of PATCH: bare values on the wire, whatever the OpenAPI document says (1.5).</summary>
internal static class PatchBody
{
    internal static Command Of(ApiCall call, PatchShape shape) =>
        shape == PatchShape.Lenient ? call.Command().Unwrapped() : call.Command();
}
