namespace OrasProject.Oras.Exceptions;

/// <summary>The shape of OrasProject.Oras 0.8.</summary>
public class AlreadyExistsException(string message) : IOException(message);
