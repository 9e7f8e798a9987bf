namespace Migrator.Cloud.Api.Model;

/// <summary>
/// A field of a PATCH: <c>default</c> leaves what is there, a value replaces it, and a value of null takes it away
/// (spec/cloud-deploy.md 1.5).
/// </summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly record struct Field<T>
{
    /// <summary>Makes a field that is sent.</summary>
    /// <param name="value">Its value.</param>
    public Field(T value)
    {
        Value = value;
        HasValue = true;
    }

    /// <summary>Whether the field is sent.</summary>
    public bool HasValue { get; }

    /// <summary>What is sent.</summary>
    public T? Value { get; }
}
