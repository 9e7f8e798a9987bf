using System.Buffers;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>Checks a component's <c>source</c> and, where its bytes are at hand, the module itself.</summary>
internal static class ModuleSource
{
    private const int DigestLength = 64;
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    // Magic and version: no module is shorter.
    private const int SmallestModule = 8;

    /// <summary>Checks the spelling.</summary>
    /// <param name="component">The component.</param>
    /// <param name="findings">Where doubts and faults go.</param>
    /// <returns>64 lower-case hex digits; null, with a finding, when the source is no digest.</returns>
    public static string? Check(SpinComponent component, ICollection<Finding> findings)
    {
        var subject = $"component {MessageText.Escape(component.Id)}";
        var source = component.Source;
        if (source.Length != DigestLength || source.AsSpan().ContainsAnyExcept(Hex))
        {
            findings.Add(ApplicationFindings.SourceNotADigest.Of(
                subject,
                $"The component's source is {MessageText.Quote(source)}; expected the sha256 of a parcel as 64 hex " +
                "digits.",
                component.Place));
            return null;
        }

        if (source.AsSpan().ContainsAnyInRange('A', 'F'))
        {
            findings.Add(ApplicationFindings.SourceUpperCase.Of(
                subject,
                $"The component's source {source} has capitals, with which Spin does not find the parcel; it is " +
                "taken in lower case.",
                component.Place));
        }

        return source.ToLowerInvariant();
    }

    /// <summary>
    /// Checks that a module begins as WebAssembly does. Larger modules are looked at when they are pushed.
    /// </summary>
    /// <param name="component">The component.</param>
    /// <param name="content">Its module; null when it could not be read.</param>
    /// <param name="findings">Where doubts go.</param>
    public static void CheckContent(SpinComponent component, AppContent? content, ICollection<Finding> findings)
    {
        if (content?.Bytes is { } bytes && (bytes.Length < SmallestModule || !bytes.Span.StartsWith("\0asm"u8)))
        {
            findings.Add(ApplicationFindings.NotAModule.Of(
                $"component {MessageText.Escape(component.Id)}",
                $"The component's module has {bytes.Length} bytes and is no WebAssembly (it would begin with 00 61 " +
                "73 6d); it cannot run.",
                component.Place));
        }
    }
}
