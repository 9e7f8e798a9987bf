namespace Migrator.Cloud.Api;

/// <summary>What kind of failure an answer of the cloud is, and so what to do about it.</summary>
public enum CloudFailure
{
    /// <summary>It may pass: the network, the load, a server in trouble. Run again.</summary>
    Temporary,

    /// <summary>Too many requests or deploys for the moment. Run again later.</summary>
    RateLimited,

    /// <summary>The login is missing, expired, or not allowed to do this.</summary>
    Credentials,

    /// <summary>The cloud has no such thing.</summary>
    NotFound,

    /// <summary>The cloud checked what it was sent and does not take it; the fields are named.</summary>
    Invalid,

    /// <summary>The cloud refuses for another reason. Running again changes nothing.</summary>
    Refused,

    /// <summary>The answer is none of this API: a web page, another program, a broken document.</summary>
    Unexpected,
}
