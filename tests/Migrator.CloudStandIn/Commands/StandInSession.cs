using System.Globalization;
using System.Net.Sockets;
using Migrator.StandIn.Http;
using Migrator.StandIn.Login;

namespace Migrator.StandIn.Commands;

/// <summary>One run of the program: starts, says where everything is, shows requests, stops on Ctrl-C.</summary>
internal static class StandInSession
{
    private static readonly Lock Line = new();

    internal static async Task<int> RunAsync(
        StandInOptions options,
        StartPlan plan,
        TextWriter output,
        CancellationToken stop)
    {
        try
        {
            await using var standIn = await CloudStandIn.StartAsync(options, TimeProvider.System);
            return await RunAsync(standIn, plan, output, stop);
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            await output.WriteLineAsync(
                $"Port {options.Port} or {options.RegistryPort} is taken; give others with --port and --registry-port, "
                + "or 0 for free ones.");
            return 1;
        }
    }

    private static async Task<int> RunAsync(
        CloudStandIn standIn,
        StartPlan plan,
        TextWriter output,
        CancellationToken stop)
    {
        if (plan.ApplyTo(standIn) is { } fault)
        {
            await output.WriteLineAsync(fault);
            return 2;
        }

        var folder = plan.LoginFolder ?? Directory.CreateTempSubdirectory("cloud-stand-in-").FullName;
        var file = await LoginFile.WriteAsync(standIn, folder);
        await output.WriteAsync(Greeting(standIn, folder, file));
        standIn.Requests.Answered += request => Show(standIn, request, output);
        try
        {
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException)
        {
            await output.WriteLineAsync("Stopped.");
        }

        return 0;
    }

    // Requests come at the same time, and a line is whole.
    private static void Show(CloudStandIn standIn, LoggedRequest request, TextWriter output)
    {
        lock (Line)
        {
            output.WriteLine(request);
            foreach (var violation in standIn.Conformance.Violations.Where(it => it.Request == request.Number))
            {
                output.WriteLine($"     not as in the document: {violation.Message}");
            }
        }
    }

    private static string Greeting(CloudStandIn standIn, string folder, string file)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine($"API       {standIn.Address}");
        text.WriteLine($"Registry  {standIn.RegistryAddress}  (push only, with the token of the login)");
        text.WriteLine($"Login     {file}");
        text.WriteLine($"          export XDG_CONFIG_HOME={folder}");
        text.WriteLine($"Failover  {standIn.Options.Failover}");
        foreach (var app in standIn.State.Apps)
        {
            text.WriteLine($"App       {app.Name}  {app.StorageId}  {app.Site?.Address.ToString() ?? "no channel"}");
        }

        text.WriteLine("Ctrl-C stops it. Requests:");
        return text.ToString();
    }
}
