using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.Soak;

/// <summary>What may go wrong with any request; nothing that only waits.</summary>
internal static class SoakFaults
{
    /// <summary>Faults that any request may meet.</summary>
    public static Fault[] For(Random random) =>
    [
        Fault.Status(500),
        Fault.Status(502),
        Fault.Status(503),
        Fault.Html(502),
        Fault.Html(200),
        Fault.Throttled(),
        Fault.Cut(),
        Fault.CutUploadAfter(random.Next(1, 200_000)),
        Fault.CutAnswerAfter(random.Next(1, 400)),
        Fault.DoneButCut(),
        Fault.DoneButSays(500),
        Fault.DoneButSays(404),
        Fault.SessionExpired(),
        Fault.TokensRevoked(),
        Fault.RedirectLoop(),
        Fault.WrongDigest(),
        Fault.WrongContent(),
        Fault.Shortened(random.Next(1, 50)),
        Fault.DeepJson(5000),
        Fault.Header("Location", null),
        Fault.Header("Docker-Content-Digest", null),
        Fault.ExtraHeader("Warning", "299 - \"soon gone\""),
        Fault.KeepsOnly(random.Next(1, 200_000)),
        Fault.AcknowledgesOffset(random.Next(1, 400_000)),
    ];
}
