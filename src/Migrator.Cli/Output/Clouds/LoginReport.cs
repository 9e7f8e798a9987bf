using System.Globalization;
using Migrator.Cloud.Login;

namespace Migrator.Cli.Output.Clouds;

/// <summary>What <c>login</c> and <c>logout</c> say; no secret is in it.</summary>
internal static class LoginReport
{
    public static int Write(Report report, LoginStatus login)
    {
        var end = login.ExpiresAt?.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture);
        if (report.IsJson)
        {
            report.Json(json =>
            {
                JsonParts.Head(json, "login", "done", ExitCode.Done);
                json.WriteString("environment", login.Environment);
                json.WriteString("url", login.Url.AbsoluteUri);
                json.WriteString("tokenFingerprint", login.TokenFingerprint);
                json.WriteString("expiresAt", end);
                json.WriteBoolean("isExpired", login.IsExpired);
                json.WriteBoolean("canRenew", login.CanRenew);
                json.WriteBoolean("isInsecure", login.IsInsecure);
                json.WriteBoolean("isSelfHosted", login.IsSelfHosted);
                FindingJson.Write(json, []);
            });
            return ExitCode.Done;
        }

        report.Result($"url          {login.Url.AbsoluteUri}");
        report.Result($"environment  {login.Environment ?? "(default)"}");
        report.Result($"token        {login.TokenFingerprint} (of its SHA-256)");
        report.Result($"ends         {end ?? "when it is withdrawn"}{(login.IsExpired ? " (over)" : "")}"
            + (login.CanRenew ? ", renewed by itself" : ""));
        if (login.IsInsecure)
        {
            report.Result("certificate  not checked");
        }

        return ExitCode.Done;
    }

    public static int WriteLogout(Report report, string? environment, bool wasThere)
    {
        if (report.IsJson)
        {
            report.Json(json =>
            {
                JsonParts.Head(json, "logout", wasThere ? "done" : "already-there", ExitCode.Done);
                json.WriteString("environment", environment);
                FindingJson.Write(json, []);
            });
        }
        else
        {
            report.Info(wasThere ? "logged out" : "nothing to do: there was no login");
        }

        return ExitCode.Done;
    }
}
