using System.Text.Json.Nodes;
using Migrator.StandIn.Api;
using Migrator.StandIn.Http;
using Migrator.StandIn.State;

namespace Migrator.StandIn.Login;

/// <summary>Device codes, tokens, refreshes and personal tokens (6.3).</summary>
internal sealed class LoginOperations(TokenDesk desk, ChanceSource chance, StandInOptions options)
{
    private static readonly string[] Providers = ["GitHub", "DeviceFlow"];

    private readonly List<DeviceCode> _codes = [];

    internal IEnumerable<Operation> All =>
    [
        new("POST", "/api/device-codes", Begin) { IsOpen = true, IsWrite = false },
        new("GET", "/api/device-codes/{userCode}", Details),
        new("POST", "/api/device-codes/activate", Activate) { IsWrite = false },
        new("POST", "/api/auth-tokens", CreateToken) { IsOpen = true, IsWrite = false },
        new("POST", "/api/auth-tokens/refresh", Refresh) { IsOpen = true, IsWrite = false },
        new("GET", "/api/personal-access-tokens", ListPersonal),
        new("POST", "/api/personal-access-tokens", CreatePersonal),
        new("DELETE", "/api/personal-access-tokens/{id}", DeletePersonal),
    ];

    private Answer Begin(ApiCall call)
    {
        var command = call.Command();
        command.Id("clientId");
        command.Check();
        var code = new DeviceCode(chance.NextText(40), chance.NextText(8).ToUpperInvariant());
        _codes.Add(code);
        return Answer.OfJson(200, new JsonObject
        {
            ["deviceCode"] = code.Code,
            ["userCode"] = code.UserCode,
            ["verificationUrl"] = call.Root + "/device-authorization",
            ["expiresIn"] = 900,
            ["interval"] = 5,
        });
    }

    private Answer Details(ApiCall call) => _codes.Exists(code => code.UserCode == call.Value("userCode"))
        ? Answer.OfJson(200, new JsonObject { ["clientName"] = "cloud stand-in" })
        : Problems.Bare(404, call.Trace);

    private Answer Activate(ApiCall call)
    {
        var command = call.Command();
        var userCode = command.Needed("userCode");
        command.Check();
        if (_codes.Find(code => code.UserCode == userCode) is not { } found)
        {
            return Problems.Bare(404, call.Trace);
        }

        found.IsApproved = true;
        return new Answer(204);
    }

    private Answer CreateToken(ApiCall call)
    {
        var command = call.Command();
        var (provider, providerCode) = (command.Text("provider"), command.Text("providerCode"));
        command.OptionalText("clientId");
        command.Flag("isMarketingEmailOn");
        command.Require(Providers.Contains(provider), "provider", $"Error converting value \"{provider}\".");
        command.Check();
        return _codes.Find(code => code.Code == providerCode) is { } found && provider == "DeviceFlow"
            ? Poll(found)
            : Problems.LoginFailed("Credentials are not valid.");
    }

    private Answer Poll(DeviceCode code)
    {
        code.Polls++;
        if (options.DeviceFlow == DeviceApproval.Denied)
        {
            return Problems.LoginFailed("The login was denied.");
        }

        if (code.IsApproved || (options.DeviceFlow == DeviceApproval.AfterPolls && code.Polls > options.DevicePolls))
        {
            _codes.Remove(code);
            return Of(desk.Issue());
        }

        return options.DevicePendingStatus == 200
            ? Answer.OfJson(200, new JsonObject())
            : Problems.LoginFailed("authorization_pending");
    }

    // The old token may have run out; the refresh token alone counts.
    private Answer Refresh(ApiCall call)
    {
        var command = call.Command();
        var (token, refreshToken) = (command.Needed("token"), command.Needed("refreshToken"));
        command.Check();
        return desk.Refresh(token, refreshToken) is { } login
            ? Of(login)
            : Problems.LoginFailed("The refresh token is not valid.");
    }

    private Answer ListPersonal(ApiCall call)
    {
        var tokens = desk.Personal;
        return Page.Of(call, tokens, tokens.Count, options.Pages, token => new JsonObject
        {
            ["id"] = token.Id.ToString(),
            ["name"] = token.Name,
            ["createdAt"] = Shapes.Time(token.Created),
        });
    }

    private Answer CreatePersonal(ApiCall call)
    {
        var command = call.Command();
        var name = command.Needed("name");
        command.Check();
        var token = desk.AddPersonal(name);
        return Answer.OfJson(200, new JsonObject
        {
            ["name"] = token.Name,
            ["token"] = token.Token,
            ["id"] = token.Id.ToString(),
        });
    }

    private Answer DeletePersonal(ApiCall call) =>
        desk.RemovePersonal(call.Id()) ? new Answer(204) : Problems.NoEntity("PersonalAccessToken", call.Id());

    private static Answer Of(LoginTokens login) => Answer.OfJson(200, new JsonObject
    {
        ["token"] = login.Token,
        ["refreshToken"] = login.RefreshToken,
        ["expiration"] = Shapes.Time(login.Expiration),
    });
}
