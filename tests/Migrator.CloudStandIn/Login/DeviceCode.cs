namespace Migrator.StandIn.Login;

/// <summary>A login that waits for the user at a browser.</summary>
internal sealed class DeviceCode(string code, string userCode)
{
    internal string Code => code;

    internal string UserCode => userCode;

    internal int Polls { get; set; }

    internal bool IsApproved { get; set; }
}
