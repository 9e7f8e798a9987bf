namespace Migrator.Testing.Registries;

/// <summary>How a registry writes an error's body.</summary>
public enum ErrorForm
{
    /// <summary>JSON as in the distribution specification.</summary>
    Json,

    /// <summary>A page for people.</summary>
    Html,

    /// <summary>Plain text.</summary>
    Text,

    /// <summary>No body.</summary>
    Empty,
}
