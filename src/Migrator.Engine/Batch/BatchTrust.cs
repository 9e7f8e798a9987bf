using Migrator.Bindle.Signing;

namespace Migrator.Engine.Batch;

/// <summary>How the signatures of a batch's bindles are judged.</summary>
/// <param name="Keyring">The path of the keyring, as written.</param>
/// <param name="Policy">What the signatures must be like.</param>
public sealed record BatchTrust(string Keyring, SignaturePolicy Policy);
