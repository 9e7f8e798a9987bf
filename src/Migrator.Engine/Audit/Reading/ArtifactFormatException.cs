namespace Migrator.Engine.Audit.Reading;

/// <summary>A document of an artifact cannot be read; the message says where and what was expected.</summary>
internal sealed class ArtifactFormatException : Exception
{
    public ArtifactFormatException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
