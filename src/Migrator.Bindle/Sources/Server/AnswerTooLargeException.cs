namespace Migrator.Bindle.Sources.Server;

/// <summary>An answer has more bytes than are read of it.</summary>
internal sealed class AnswerTooLargeException(string place, string message) : Exception(message)
{
    /// <summary>The same for whoever is outside.</summary>
    public BindleSourceException ToSourceException() => new(place, Message, this);
}
