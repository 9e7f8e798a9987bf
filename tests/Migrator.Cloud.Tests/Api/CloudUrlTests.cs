using Migrator.Cloud.Api;

namespace Migrator.Cloud.Tests.Api;

/// <summary>Addresses of clouds as people write them; over http a token could be read on the way.</summary>
public sealed class CloudUrlTests
{
    [Theory]
    [InlineData("https://cloud.example.com", "https://cloud.example.com/")]
    [InlineData("https://cloud.example.com/a/", "https://cloud.example.com/a/")]
    [InlineData("http://127.0.0.1:5309", "http://127.0.0.1:5309/")]
    [InlineData("http://localhost:5309/", "http://localhost:5309/")]
    [InlineData("http://[::1]:5309/", "http://[::1]:5309/")]
    [InlineData("http://cloud.example.com", null)]
    [InlineData("http://127.0.0.1.example.com", null)]
    [InlineData("https://user:secret@cloud.example.com", null)]
    [InlineData("https://cloud.example.com/?a=b", null)]
    [InlineData("cloud.example.com", null)]
    [InlineData(null, null)]
    public void ParseOrNull_Address_IsTakenWhereNobodyReadsTheToken(string? text, string? expected) =>
        Assert.Equal(expected, CloudUrl.ParseOrNull(text)?.AbsoluteUri);
}
