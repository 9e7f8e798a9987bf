using System.Net.Http.Headers;
using Migrator.Bindle.Invoices;
using Migrator.Testing.BindleServer;

namespace Migrator.Benchmarks;

/// <summary>What the processes of the server benchmark do: serve a store, and copy from it.</summary>
internal static class ServerCopy
{
    private static readonly BindleId Id = BindleId.Parse("bench/1.0.0");

    /// <summary>Serves a store until standard input ends; the first line of output is the address.</summary>
    public static async Task<int> ServeAsync(string store)
    {
        await using var server = await BindleTestServer.StartAsync(new BindleServerSettings { Folder = store });
        Console.WriteLine(server.Url);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>A bare loop: each parcel is fetched and put, one after the other, and nothing is checked.</summary>
    public static async Task<int> LoopAsync(Uri server, string registry, string repository)
    {
        using var http = new HttpClient();
        var text = await http.GetByteArrayAsync(new Uri(server, $"_i/{Id}"));
        var invoice = InvoiceToml.Read(text, "invoice.toml").Invoice!;
        foreach (var label in invoice.Parcels.Select(parcel => parcel.Label))
        {
            using var opened = await http.PostAsync(
                new Uri($"http://{registry}/v2/{repository}/blobs/uploads/"), new ByteArrayContent([]));
            using var parcel = await http.GetAsync(
                new Uri(server, $"_i/{Id}@{label.Sha256}"), HttpCompletionOption.ResponseHeadersRead);
            using var body = new StreamContent(await parcel.Content.ReadAsStreamAsync(), 128 << 10);
            body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            body.Headers.ContentLength = label.Size;
            var commit = new Uri($"{opened.Headers.Location}&digest=sha256:{label.Sha256}");
            using var answer = await http.PutAsync(commit, body);
            answer.EnsureSuccessStatusCode();
        }

        return 0;
    }
}
