namespace Migrator.Cloud.Api.Model;

/// <summary>A login that a person is to confirm in a browser. The text of this record leaves its secret out.</summary>
/// <param name="DeviceCode">The secret that the token is fetched with.</param>
/// <param name="UserCode">The code that the person enters.</param>
/// <param name="VerificationUrl">Where the person enters it.</param>
/// <param name="ExpiresIn">How long it can be confirmed, in seconds.</param>
/// <param name="Interval">How long to wait between two questions, in seconds.</param>
public sealed record DeviceCodeItem(
    string DeviceCode, string UserCode, string VerificationUrl, long ExpiresIn, int Interval)
{
    /// <inheritdoc/>
    public override string ToString() => $"{UserCode} at {VerificationUrl}";
}
