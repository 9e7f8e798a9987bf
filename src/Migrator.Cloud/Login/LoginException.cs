namespace Migrator.Cloud.Login;

/// <summary>A login is missing, unreadable, or of no use here. The message holds no secret.</summary>
public sealed class LoginException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong with which login, and what to do next.</param>
    /// <param name="innerException">The cause below, if any.</param>
    public LoginException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
