namespace Migrator.Oci.Auth;

/// <summary>Runs a credential helper.</summary>
/// <param name="program">The program's name: <c>docker-credential-</c> and a suffix.</param>
/// <param name="argument">What it is to do: <c>get</c>.</param>
/// <param name="input">What it reads.</param>
/// <param name="cancellationToken">Stops the program.</param>
/// <returns>Its exit code and what it wrote to standard output.</returns>
/// <exception cref="IOException">It cannot be started.</exception>
/// <exception cref="TimeoutException">It took too long.</exception>
public delegate Task<(int ExitCode, string Output)> CredentialProgram(
    string program, string argument, string input, CancellationToken cancellationToken);
