using CsCheck;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Oci.Tests.Targets.Registry;

public sealed class RegistryAddressTest
{
    private static readonly HttpMessageHandler Unused = new HttpClientHandler();

    [Theory]
    [InlineData("r.example", "https://r.example/")]
    [InlineData("r.example:5000", "https://r.example:5000/")]
    [InlineData("plain.example", "http://plain.example/")]
    [InlineData("PLAIN.example:5000", "http://plain.example:5000/")]
    [InlineData("more.plain.example", "https://more.plain.example/")]
    [InlineData("no", "https://no/")]
    [InlineData("one.example:5000", "http://one.example:5000/")]
    [InlineData("one.example:5001", "https://one.example:5001/")]
    [InlineData("one.example", "https://one.example/")]
    [InlineData("eighty.example", "http://eighty.example/")]
    [InlineData("[2001:db8::1]:5000", "http://[2001:db8::1]:5000/")]
    [InlineData("[2001:db8::2]:5000", "https://[2001:db8::2]:5000/")]
    [InlineData("localhost:5000", "http://localhost:5000/")]
    [InlineData("127.0.0.1:5000", "http://127.0.0.1:5000/")]
    [InlineData("[::1]:5000", "http://[::1]:5000/")]
    [InlineData("localhost.example", "https://localhost.example/")]
    [InlineData("docker.io", "https://registry-1.docker.io/")]
    [InlineData("registry.hub.docker.com", "https://registry-1.docker.io/")]
    public void Root_Hosts_AreHttpsUnlessNamedOrLocal(string host, string root) =>
        Assert.Equal(root, At(host).Root.AbsoluteUri);

    [Theory]
    [InlineData("/v2/a/blobs/uploads/1?_state=a%3D%2B", "https://r.example/v2/a/blobs/uploads/1?_state=a%3D%2B")]
    [InlineData("?x=1", "https://r.example/v2/a/blobs/uploads/?x=1")]
    [InlineData("https://r.example/other", "https://r.example/other")]
    [InlineData("http://r.example/other", "https://r.example/other")]
    [InlineData("https://uploads.example/x", "https://uploads.example/x")]
    [InlineData("https://uploads.example:8443/x", "https://uploads.example:8443/x")]
    [InlineData("https://one.example:8443/x", "https://one.example:8443/x")]
    [InlineData("https://one.example/x", null)]
    [InlineData("https://else.example/x", null)]
    [InlineData("http://else.example/x", null)]
    [InlineData("http://uploads.example/x", null)]
    [InlineData("https://u:p@r.example/x", null)]
    [InlineData("ftp://r.example/x", null)]
    [InlineData("", null)]
    public void UploadOrNull_Locations_StayAtHostsThatMayHaveThem(string location, string? expected)
    {
        var request = new Uri("https://r.example/v2/a/blobs/uploads/");
        var found = At("r.example").UploadOrNull(request, location, out var fault);
        Assert.Equal(expected, found?.AbsoluteUri);
        Assert.Equal(expected is null, fault.Length > 0);
    }

    [Theory]
    [InlineData("r.example", "https://r.example/token", true)]
    [InlineData("r.example", "http://r.example/token", false)]
    [InlineData("registry.team.example", "https://team.example/token", true)]
    [InlineData("registry.team.example", "https://auth.registry.team.example/token", true)]
    [InlineData("registry.team.example", "https://auth.team.example/token", false)]
    [InlineData("a.co.uk", "https://b.co.uk/token", false)]
    [InlineData("registry.example", "https://auth.example/token", false)]
    [InlineData("r.example", "https://tokens.example/token", true)]
    [InlineData("r.example", "https://tokens.example:8443/token", true)]
    [InlineData("r.example", "https://one.example/token", true)]
    [InlineData("r.example", "https://one.example:8443/token", false)]
    [InlineData("r.example", "https://evil-r.example/token", false)]
    [InlineData("docker.io", "https://auth.docker.io/token", true)]
    [InlineData("registry.hub.docker.com", "https://auth.docker.io/token", true)]
    [InlineData("10.0.0.1", "https://99.0.0.1/token", false)]
    [InlineData("r.example", "file:///etc/passwd", false)]
    public void TokenServerFaultOrNull_Realms_AreTheRegistrysOwnOrNamed(string host, string realm, bool isTrusted) =>
        Assert.Equal(isTrusted, At(host).TokenServerFaultOrNull(new Uri(realm)) is null);

    [Theory]
    [InlineData("https://a.example/x", "https://b.example/y", true)]
    [InlineData("https://a.example/x", "http://b.example/y", false)]
    [InlineData("http://a.example/x", "http://b.example/y", true)]
    public void RedirectOrNull_FromHttps_NeverFallsToHttp(string from, string to, bool isFollowed) =>
        Assert.Equal(isFollowed, RegistryAddress.RedirectOrNull(new Uri(from), to, out _) is not null);

    [Fact]
    public void Root_OfEveryReferenceThatParses_IsTheHostsOwn()
    {
        var name = Gen.Char["aZ09.-_%x"].Array[1, 6];
        var address = Gen.Char["0127fF:."].Array[1, 8].Select(letters => (char[])['[', .. letters, ']']);
        var port = Gen.Int[-1, 70_000].Select(number => number < 0 ? "" : $":{number}");
        var repeats = Gen.Frequency((5, Gen.Const(1)), (1, Gen.Int[1, 80]));
        Gen.Select(Gen.OneOf(name, address), repeats, port).Sample((letters, times, end) =>
        {
            var host = string.Concat(Enumerable.Repeat(new string(letters), times)) + end;
            if (TargetReference.TryParse($"{host}/app", out var reference)
                && reference is RegistryReference registry)
            {
                var address = At(registry.Host);
                Assert.True(address.IsHome(new Uri(address.Root, "v2/app/")));
            }
        });
    }

    private static RegistryAddress At(string host) => new(host, new RegistryOptions
    {
        Handler = Unused,
        PlainHttpHosts = ["plain.example", "one.example:5000", "eighty.example:80", "[2001:db8:0:0::1]", "no/host"],
        UploadHosts = ["uploads.example", "one.example:8443"],
        TokenHosts = ["tokens.example", "one.example:443"],
    });
}
