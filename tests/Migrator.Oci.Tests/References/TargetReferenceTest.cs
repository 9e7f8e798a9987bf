using Migrator.Oci.Model;
using Migrator.Oci.References;
using Migrator.Oci.Targets;

namespace Migrator.Oci.Tests.References;

public sealed class TargetReferenceTest
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("oci:out", "out", null)]
    [InlineData("oci:/a b/c:1.0", "/a b/c", "1.0")]
    [InlineData("oci:C:\\a\\b:t", "C:\\a\\b", "t")]
    [InlineData("oci:C:/a/b", "C:/a/b", null)]
    [InlineData("oci:C:t", "C", "t")]
    public void Parse_Layout_SplitsAtTheFirstColonAfterADrive(string text, string path, string? tag)
    {
        var reference = Assert.IsType<LayoutReference>(TargetReference.Parse(text));
        Assert.Equal((path, tag), (reference.Path, reference.Tag));
        Assert.Equal(text, reference.ToString());
    }

    [Fact]
    public void Parse_Archive_HasPathAndTag()
    {
        var reference = Assert.IsType<ArchiveReference>(TargetReference.Parse("oci-archive:a/b.tar:v1"));
        Assert.Equal(("a/b.tar", "v1"), (reference.Path, reference.Tag));
        Assert.Equal("oci-archive:a/b.tar:v1", reference.ToString());
    }

    [Theory]
    [InlineData("localhost:5000/app", "localhost:5000", "app", null, false)]
    [InlineData("r.example/a/b_c__d-e--f.g:1.0_x", "r.example", "a/b_c__d-e--f.g", "1.0_x", false)]
    [InlineData("[::1]:5000/app:t", "[::1]:5000", "app", "t", false)]
    [InlineData("[::ffff:1.2.3.4]/app:t", "[::ffff:1.2.3.4]", "app", "t", false)]
    [InlineData("10.0.0.1:65535/app", "10.0.0.1:65535", "app", null, false)]
    [InlineData("r.example/app@sha256:" + Hex, "r.example", "app", null, true)]
    [InlineData("r.example/app:t@sha256:" + Hex, "r.example", "app", "t", true)]
    public void Parse_Registry_HasItsParts(string text, string host, string repository, string? tag, bool hasDigest)
    {
        var reference = Assert.IsType<RegistryReference>(TargetReference.Parse(text));
        Assert.Equal((host, repository, tag), (reference.Host, reference.Repository, reference.Tag));
        Assert.Equal(hasDigest ? Digest.FromHex(Hex) : null, reference.Digest);
        Assert.Equal(text, reference.ToString());
    }

    [Theory]
    [InlineData("", "expected oci:DIR")]
    [InlineData("app", "expected oci:DIR")]
    [InlineData("/app", "expected oci:DIR")]
    [InlineData("docker://r.example/app", "without a scheme such as https://; expected oci:DIR")]
    [InlineData("https://r.example/app", "without a scheme")]
    [InlineData("oci://r.example/app:1.0", "without a scheme")]
    [InlineData("oci:", "the path is empty")]
    [InlineData("oci::t", "the path is empty")]
    [InlineData("oci:out:", "is no tag")]
    [InlineData("oci:out:a/b", "is no tag")]
    [InlineData("oci:out:-a", "is no tag")]
    [InlineData("oci:out:1.0+x", "is no tag")]
    [InlineData("r.example/app:1.2.0+q0", "'1.2.0+q0' is no tag; write 1.2.0_q0: a tag has")]
    [InlineData("r.example/app:-1+q0", "'-1+q0' is no tag; a tag has")]
    [InlineData("oci:out@sha256:" + Hex, "not with a digest")]
    [InlineData("oci:out\n:t\n", "is no tag")]
    [InlineData("r.example/", "is no repository")]
    [InlineData("r.example/App", "lower-case")]
    [InlineData("r.example/a//b", "is no repository")]
    [InlineData("r.example/a___b", "is no repository")]
    [InlineData("r.example/app:", "is no tag")]
    [InlineData("r.example/app@sha256:12", "is no digest")]
    [InlineData("r.example:0/app", "is no registry host")]
    [InlineData("r.example:65536/app", "is no registry host")]
    [InlineData("r.example:99999/app", "is no registry host")]
    [InlineData("r.example:000000/app", "is no registry host")]
    [InlineData("r.example:/app", "is no registry host")]
    [InlineData("r.example./app", "is no registry host")]
    [InlineData("r..example/app", "is no registry host")]
    [InlineData("r_1.example/app", "a name has letters, digits, '-' and '.'")]
    [InlineData("r%41.example/app", "is no registry host")]
    [InlineData("[1.2.3.4]/a", "an IPv6 address in brackets")]
    [InlineData("[:::]/a:1", "is no registry host")]
    [InlineData("[1::2::3]/a", "is no registry host")]
    [InlineData("[1.2.3.4::]/a", "is no registry host")]
    [InlineData("[0:0:0:0:0:0:0:0:0]/a", "is no registry host")]
    [InlineData("[fe80::1%25eth0]/a", "is no registry host")]
    [InlineData("[::1]x/a", "is no registry host")]
    [InlineData("[::1]:0/a", "is no registry host")]
    [InlineData("[::1]:65536/a", "is no registry host")]
    [InlineData("::1/a", "is no registry host")]
    [InlineData("-r/app", "is no registry host")]
    [InlineData("dir:out/x", "is no registry host")]
    public void Parse_BadText_SaysWhatIsWrong(string text, string fault)
    {
        Assert.False(TargetReference.TryParse(text, out _));
        var error = Assert.Throws<FormatException>(() => TargetReference.Parse(text));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(63, 1, true)]
    [InlineData(64, 1, false)]
    [InlineData(300, 1, false)]
    [InlineData(1, 127, true)]
    [InlineData(1, 128, false)]
    public void Parse_LongHost_IsTakenWhenDnsKnowsSuchNames(int length, int labels, bool isTaken)
    {
        var host = string.Join('.', Enumerable.Repeat(new string('a', length), labels));
        Assert.Equal(isTaken, TargetReference.TryParse($"{host}:5000/app", out _));
    }

    [Fact]
    public void Parse_TagOf129Characters_IsRefused()
    {
        Assert.True(TargetReference.TryParse("oci:out:" + new string('a', 128), out _));
        Assert.False(TargetReference.TryParse("oci:out:" + new string('a', 129), out _));
    }

    [Fact]
    public async Task OpenAsync_Registry_IsOutOfReachWithoutAClient()
    {
        var reference = TargetReference.Parse("r.example/app");
        var none = CancellationToken.None;
        var fault = await Assert.ThrowsAsync<TargetException>(() => OciTargets.OpenAsync(reference, none));
        Assert.Contains("no registry can be reached", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TargetException>(() => OciTargets.OpenReadOnlyAsync(reference, none));
    }
}
