using System.Security.Cryptography;
using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Engine.Journal;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>A batch of small apps that goes to a stand-in of the cloud.</summary>
internal sealed class CloudBatch : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly CloudCli _cloud;

    /// <summary>Writes the apps, each with a variable that it cannot do without.</summary>
    public CloudBatch(CloudCli cloud, params string[] apps)
    {
        _cloud = cloud;
        foreach (var app in apps)
        {
            WriteApp(app, "1.0.0");
        }
    }

    public const string Secret = "correct-horse";

    public string BatchFile => _folder.Combine("batch.toml");

    public string Journal => _folder.Combine("batch.db");

    /// <summary>Tables of the batch file after <c>[deploy]</c>.</summary>
    public string Extra { get; set; } = """
        [[deploy.variable]]
        name = "api_token"
        env = "SHOP_TOKEN"

        """;

    /// <summary>What is in the environment of plan and run.</summary>
    public string? Variable(string name) => name == "SHOP_TOKEN" ? Secret : null;

    public Task<CliRun> PlanAsync(params string[] args)
    {
        File.WriteAllText(BatchFile, $"""
            version = 1
            [[source]]
            glob = "apps/*"
            [deploy]
            cloud = "{_cloud.StandIn.Address}"
            registry = "{_cloud.Registry}"
            {Extra}

            """);
        return RunAsync(["batch", "plan", BatchFile, .. args]);
    }

    public Task<CliRun> RunAsync() => RunAsync("batch", "run", Journal);

    public async Task<CliRun> RunAsync(params string[] args)
    {
        var run = await _cloud.RunAsync(context => context with { Variable = Variable }, args);
        CloudCli.RequireNoSecret(run, Secret);
        return run;
    }

    public List<RecordedApp> Apps()
    {
        using var view = JournalView.Open(Journal);
        return [.. view.Apps()];
    }

    public BatchPlan Plan
    {
        get
        {
            using var view = JournalView.Open(Journal);
            return view.Plan;
        }
    }

    /// <summary>Each app with its class in the plan and its state.</summary>
    public string States() =>
        string.Join(", ", Apps().Select(app => $"{app.App.Id!.Name} {app.App.Class} {app.App.State}"));

    public void WriteApp(string name, string version)
    {
        var folder = _folder.Combine("apps", $"{name}-{version}");
        byte[] module = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, .. Encoding.UTF8.GetBytes(name + version)];
        var manifest = Encoding.UTF8.GetBytes($"""
            [trigger]
            type = 'http'
            base = '/'
            [variables.api_token]
            required = true
            secret = true
            [[component]]
            id = 'web'
            source = '{Sha(module)}'
            [component.trigger]
            route = '/...'

            """);
        Directory.CreateDirectory(Path.Combine(folder, "parcels"));
        File.WriteAllText(Path.Combine(folder, "invoice.toml"), $"""
            bindleVersion = '1.0.0'
            [bindle]
            name = '{name}'
            version = '{version}'
            {Parcel(folder, manifest, "application/vnd.fermyon.spin+toml", "spin.toml")}
            {Parcel(folder, module, "application/wasm", "web.wasm")}

            """);
    }

    /// <summary>Has an app signed by this one alone, whoever signed it before.</summary>
    public void Sign(string app, BindleSigner signer)
    {
        var path = _folder.Combine("apps", $"{app}-1.0.0", "invoice.toml");
        var invoice = InvoiceToml.Read(File.ReadAllBytes(path), path).Invoice!;
        File.WriteAllBytes(path, InvoiceToml.Write(signer.Sign(invoice with { Signatures = [] })));
    }

    /// <summary>Writes the keyring <c>keyring.toml</c> beside the batch file.</summary>
    public void Trust(params BindleSigner[] signers) => File.WriteAllText(
        _folder.Combine("keyring.toml"),
        "version='1.0'\n" + string.Concat(signers.Select(signer => signer.EntryToml(SignatureRole.Creator))));

    public void Dispose() => _folder.Dispose();

    private static string Parcel(string folder, byte[] bytes, string mediaType, string name)
    {
        File.WriteAllBytes(Path.Combine(folder, "parcels", Sha(bytes) + ".dat"), bytes);
        return $"""
            [[parcel]]
            [parcel.label]
            sha256 = '{Sha(bytes)}'
            mediaType = '{mediaType}'
            name = '{name}'
            size = {bytes.Length}
            """;
    }

    private static string Sha(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
