using Migrator.Cloud.Api.Http;
using Migrator.Cloud.Api.Model;

namespace Migrator.Cloud.Api;

/// <summary>Tokens and device codes (spec/cloud-deploy.md 6.3).</summary>
public sealed class TokensApi
{
    /// <summary>What the cloud knows command lines by; it is the same for all.</summary>
    private const string ClientId = "583e63e9-461f-4fbe-a246-23e0fb1cad10";

    private readonly CloudHttp _http;

    internal TokensApi(CloudHttp http) => _http = http;

    /// <summary>Begins a login that a person confirms in a browser.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The code to show, and the secret to ask with.</returns>
    public Task<DeviceCodeItem> CreateDeviceCodeAsync(CancellationToken cancellationToken) => _http.ReadAsync(
        new CloudRequest(HttpMethod.Post, "/api/device-codes", "beginning a login") { IsAnonymous = true }.With(
            new Commands.CreateDeviceCode(new Guid(ClientId)), CloudJson.Default.CreateDeviceCode),
        CloudJson.Default.DeviceCodeItem,
        cancellationToken);

    /// <summary>Asks for the token of a login.</summary>
    /// <param name="deviceCode">The secret of the login.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The tokens. While nobody has confirmed, the cloud answers with an error or without a token.</returns>
    public Task<TokenInfo> CreateAsync(string deviceCode, CancellationToken cancellationToken)
    {
        _http.Secrets.Add(deviceCode);
        return _http.ReadAsync(
            new CloudRequest(HttpMethod.Post, "/api/auth-tokens", "fetching the token") { IsAnonymous = true }.With(
                new Commands.CreateToken("DeviceFlow", ClientId, deviceCode), CloudJson.Default.CreateToken),
            CloudJson.Default.TokenInfo,
            cancellationToken);
    }

    /// <summary>Gets a new token for an old one.</summary>
    /// <param name="token">The old token, ended or not.</param>
    /// <param name="refreshToken">What came with it.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The new tokens.</returns>
    public Task<TokenInfo> RefreshAsync(string token, string refreshToken, CancellationToken cancellationToken)
    {
        _http.Secrets.Add(refreshToken);
        return _http.ReadAsync(
            new CloudRequest(HttpMethod.Post, "/api/auth-tokens/refresh", "renewing the login") { OwnToken = token }
                .With(new Commands.RefreshToken(token, refreshToken), CloudJson.Default.RefreshToken),
            CloudJson.Default.TokenInfo,
            cancellationToken);
    }
}
