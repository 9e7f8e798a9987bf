using System.Net;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;
using OrasProject.Oras.Exceptions;

namespace Migrator.Oci.Oras;

/// <summary>Calls of an ORAS target; what fails there comes out as <see cref="TargetException"/>.</summary>
internal sealed class OrasCalls(string target)
{
    public string Target => target;

    public TargetException Fault(string fault, Exception? cause = null) => new(target, $"{target}: {fault}.", cause);

    public Task DoAsync(string what, Func<Task> call, CancellationToken cancellationToken) => DoAsync(
        what,
        async () =>
        {
            await call().ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    public async Task<T> DoAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception cause) when (IsOfThePlace(cause, cancellationToken))
        {
            throw Explain(what, cause);
        }
    }

    /// <summary>As <see cref="DoAsync{T}"/>; null when what is asked for is not there.</summary>
    public async Task<T?> FindAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception cause)
            when (cause is NotFoundException or HttpRequestException { StatusCode: HttpStatusCode.NotFound })
        {
            return null;
        }
        catch (Exception cause) when (IsOfThePlace(cause, cancellationToken))
        {
            throw Explain(what, cause);
        }
    }

    /// <summary>As <see cref="DoAsync{T}"/>, for a push: what is there already is no failure.</summary>
    public async Task<PushResult> PushAsync(string what, Func<Task> call, CancellationToken cancellationToken)
    {
        try
        {
            await call().ConfigureAwait(false);
            return PushResult.Pushed;
        }
        catch (AlreadyExistsException)
        {
            return PushResult.AlreadyThere;
        }
        catch (Exception cause) when (IsOfThePlace(cause, cancellationToken))
        {
            throw Explain(what, cause);
        }
    }

    // ORAS has no base for its exceptions, and its targets may throw what they like: all of it is the place's, but for
    // a stop that was asked for. A stop that nobody asked for is an HTTP client's timeout.
    private static bool IsOfThePlace(Exception cause, CancellationToken cancellationToken) => cause switch
    {
        TargetException => false,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => true,
    };

    private TargetException Explain(string what, Exception cause)
    {
        var message = $"{target}: cannot {what}: {cause.Message.ReplaceLineEndings(" ").TrimEnd('.')}.";
        return FailureOf(cause) is { } failure
            ? new RegistryException(target, failure, message, cause)
            {
                Status = (cause as HttpRequestException)?.StatusCode,
            }
            : new TargetException(target, message, cause);
    }

    private static RegistryFailure? FailureOf(Exception cause) => cause switch
    {
        OperationCanceledException => RegistryFailure.Temporary,
        HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } =>
            RegistryFailure.Credentials,
        HttpRequestException
        {
            StatusCode: null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
                or >= HttpStatusCode.InternalServerError,
        } => RegistryFailure.Temporary,
        HttpRequestException => RegistryFailure.Refused,
        _ => null,
    };
}
