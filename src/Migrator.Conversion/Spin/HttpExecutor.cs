namespace Migrator.Conversion.Spin;

/// <summary>How an HTTP component is called (spec/spin-oci.md 1.3).</summary>
internal abstract record HttpExecutor
{
    private HttpExecutor()
    {
    }

    /// <summary>By Spin's own interface.</summary>
    public sealed record Spin : HttpExecutor;

    /// <summary>As a CGI program.</summary>
    /// <param name="Entrypoint">The function called.</param>
    /// <param name="Argv">The template of its arguments.</param>
    public sealed record Wagi(string Entrypoint, string Argv) : HttpExecutor
    {
        /// <summary>The function called unless the manifest names one.</summary>
        public const string DefaultEntrypoint = "_start";

        /// <summary>The template used unless the manifest has one.</summary>
        public const string DefaultArgv = "${SCRIPT_NAME} ${ARGS}";
    }
}
