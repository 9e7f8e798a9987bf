using Migrator.Bindle.Invoices;
using Migrator.Testing;
using Migrator.Testing.BindleServer;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>A Bindle server that has the bindle of the README, and a folder for what comes of it.</summary>
public abstract class PetstoreOnAServer : IDisposable
{
    protected const string Password = "open sesame";

    protected static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");

    protected TempFolder Temp { get; } = new();

    /// <summary>Which bindle the server has, once it is started.</summary>
    protected BindleId Petshop { get; private set; } = null!;

    protected string Id => $"bindle:{Petshop}";

    public void Dispose()
    {
        Temp.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static void AssertNoSecret(CliRun run, params string[] secrets)
    {
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(secret, run.Output + run.Error, StringComparison.Ordinal);
        }
    }

    protected static Func<string, string?> Variables(params (string Name, string Value)[] variables) =>
        name => variables.FirstOrDefault(variable => variable.Name == name).Value;

    protected string Layout(string name) => $"oci:{Temp.Combine(name)}";

    // The store of a server that holds the bindle of the README.
    protected Task<BindleTestServer> StartAsync(Func<BindleServerSettings, BindleServerSettings>? change = null)
    {
        var invoice = File.ReadAllBytes(Path.Combine(Petstore, "invoice.toml"));
        Petshop = InvoiceToml.Read(invoice, "invoice.toml").Invoice!.Id;
        var place = Directory.CreateDirectory(Temp.Combine("store", "invoices", Petshop.StorageKey)).FullName;
        File.WriteAllBytes(Path.Combine(place, "invoice.toml"), invoice);
        foreach (var parcel in Directory.GetFiles(Path.Combine(Petstore, "parcels")))
        {
            var folder = Directory.CreateDirectory(
                Temp.Combine("store", "parcels", Path.GetFileNameWithoutExtension(parcel))).FullName;
            File.Copy(parcel, Path.Combine(folder, "parcel.dat"));
        }

        var settings = new BindleServerSettings { Folder = Temp.Combine("store") };
        return BindleTestServer.StartAsync(change?.Invoke(settings) ?? settings);
    }
}
