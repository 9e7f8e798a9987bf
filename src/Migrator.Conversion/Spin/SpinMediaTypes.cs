namespace Migrator.Conversion.Spin;

/// <summary>The media types of Spin's bindles and artifacts (spec/spin-oci.md 0.1).</summary>
internal static class SpinMediaTypes
{
    /// <summary>The Spin manifest inside a bindle; compared byte for byte.</summary>
    public const string Manifest = "application/vnd.fermyon.spin+toml";

    /// <summary>A locked app: the config blob of generation 1, the last layer of generation 2.</summary>
    public const string Application = "application/vnd.fermyon.spin.application.v1+config";

    /// <summary>The layer of a component's module.</summary>
    public const string Wasm = "application/vnd.wasm.content.layer.v1+wasm";

    /// <summary>The layer of a mounted file.</summary>
    public const string Data = "application/vnd.wasm.content.layer.v1+data";

    /// <summary>The layer that carries all files of a component at once; known to Spin 2 and later.</summary>
    public const string Archive = "application/vnd.wasm.content.bundle.v1.tar+gzip";

    /// <summary>What a locked app calls a module, and the media type of modules in bindles.</summary>
    public const string Module = "application/wasm";
}
