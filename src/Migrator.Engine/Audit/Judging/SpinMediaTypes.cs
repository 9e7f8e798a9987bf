namespace Migrator.Engine.Audit.Judging;

/// <summary>The media types of Spin's artifacts (spec/spin-oci.md 0.1), and the names in a bindle's copy.</summary>
internal static class SpinMediaTypes
{
    public const string App = "application/vnd.fermyon.spin.application.v1+config";
    public const string Wasm = "application/vnd.wasm.content.layer.v1+wasm";
    public const string Data = "application/vnd.wasm.content.layer.v1+data";
    public const string Archive = "application/vnd.wasm.content.bundle.v1.tar+gzip";
    public const string BindleCopy = "application/vnd.bindle2oci.bindle.v1";
    public const string Invoice = "application/vnd.bindle2oci.invoice.v1+toml";
    public const string Empty = "application/vnd.oci.empty.v1+json";
    public const string IdAnnotation = "vnd.bindle2oci.bindle.id";
    public const string OctetStream = "application/octet-stream";
}
