using System.Collections.Immutable;
using System.Text;
using Migrator.Bindle.Toml;

namespace Migrator.Engine.Batch;

/// <summary>Reads batch files: TOML, <c>version = 1</c>. <see cref="BatchTemplate"/> shows every field.</summary>
/// <remarks>
/// <list type="table">
/// <item><term><c>version</c></term><description>1.</description></item>
/// <item><term><c>[[source]]</c></term><description>One of <c>server</c> (URL), <c>store</c> (folder of a server or
/// cache of the client), <c>folder</c> (standalone folder or archive, or a folder of them), <c>glob</c> (paths with
/// <c>*</c> and <c>?</c>). Also <c>query</c> (texts, of a server), <c>bindles</c> (ids; not of a glob) and
/// <c>team</c>.</description></item>
/// <item><term><c>[select]</c></term><description><c>latest</c>, <c>versions</c> (npm range), <c>prereleases</c>,
/// <c>yanked</c>, <c>lenient</c>, <c>max-parcel-size</c> (such as <c>64MiB</c>), <c>names</c>, <c>except</c>,
/// <c>signed-by</c>.</description></item>
/// <item><term><c>[signatures]</c></term><description><c>keyring</c> (path), <c>strategy</c>,
/// <c>unsigned</c> (<c>refuse</c> or <c>accept</c>).</description></item>
/// <item><term><c>[target]</c></term><description><c>registry</c>, <c>team</c>, <c>template</c>, <c>profile</c>,
/// <c>app-version</c>, <c>inline-files</c>, <c>wagi-files</c>, <c>fix-base</c>, <c>strict</c>, <c>referrer</c>,
/// <c>read-back</c>.</description></item>
/// <item><term><c>[deploy]</c></term><description><c>cloud</c> (URL), <c>environment</c>, <c>registry</c> (host),
/// <c>era</c> (<c>explicit-channels</c> or <c>implicit-activation</c>), <c>on-failure</c> (<c>keep</c> or
/// <c>rollback</c>), <c>require-rollback</c>, <c>smoke</c> (paths), and tables <c>[[deploy.variable]]</c> with
/// <c>name</c>, <c>env</c> or <c>file</c>, <c>bindles</c> and <c>[[deploy.link]]</c> with <c>kind</c> (<c>kv</c> or
/// <c>sqlite</c>), <c>label</c>, <c>name</c>, <c>bindles</c>. <c>[target]</c> then has no <c>registry</c>,
/// <c>team</c> and <c>template</c>.</description></item>
/// <item><term><c>[policy]</c></term><description><c>conflict</c> (<c>fail</c>, <c>skip</c>, <c>overwrite</c>),
/// <c>fail-fast</c>, <c>retries</c>, <c>max-errors</c>.</description></item>
/// <item><term><c>[limits]</c></term><description><c>apps</c>, <c>blobs</c>, <c>max-duration</c> (such as
/// <c>36h</c>), <c>max-transfer</c> (such as <c>500GiB</c>).</description></item>
/// </list>
/// Every fault is told at once. A field that looks like a secret is a fault, and so is a user or a password before a
/// host: credentials come from elsewhere.
/// </remarks>
public static class BatchFileToml
{
    /// <summary>The version of the format.</summary>
    public const int Version = 1;

    /// <summary>Reads a batch file.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="place">The file's name, for messages.</param>
    /// <returns>The batch, or its faults.</returns>
    public static BatchFileReading Read(ReadOnlyMemory<byte> utf8, string place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var document = TomlDocument.Read(utf8);
        var faults = new BatchFaults(place);
        faults.OfToml.AddRange(document.Faults);
        var file = document.Root is null
            ? null
            : new BatchFileReader(faults, Encoding.UTF8.GetString(utf8.Span), place).Read(document.Root);
        var findings = faults.InOrder();
        return new BatchFileReading(findings.IsEmpty ? file : null, findings);
    }
}
