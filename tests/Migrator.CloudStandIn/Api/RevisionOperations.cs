using System.Text.RegularExpressions;
using Migrator.StandIn.Http;
using Migrator.StandIn.Model;
using Migrator.StandIn.State;

namespace Migrator.StandIn.Api;

/// <summary>Revisions (7.3).</summary>
internal sealed partial class RevisionOperations(
    CloudState state,
    Shapes shapes,
    Registration registration,
    RateMeter meter,
    StandInOptions options)
{
    internal IEnumerable<Operation> All =>
        [new("GET", "/api/revisions", List), new("POST", "/api/revisions", Register)];

    private Answer List(ApiCall call)
    {
        var search = options.SearchesRevisions ? call.Query("searchText") : "";
        var rows = state.RevisionList
            .Where(revision => revision.Number.Contains(search, StringComparison.Ordinal))
            .ToList();
        return Page.Of(call, rows, state.RevisionList.Count, options.Pages, shapes.Revision);
    }

    private Answer Register(ApiCall call)
    {
        var command = call.Command();
        var (storageId, number) = (command.Text("appStorageId"), command.Text("revisionNumber"));
        command.Require(storageId.Length > 0, "AppStorageId", "Storage ID is required.");
        Rules.Longest(command, "AppStorageId", storageId, 200);
        command.Require(
            StorageIds.IsValid(storageId),
            "AppStorageId",
            "'App Storage Id' is not in the correct format.");
        command.Require(number.Length > 0, "RevisionNumber", "Revision number is required.");
        Rules.Longest(command, "RevisionNumber", number, 128);
        command.Require(
            !StorageIds.IsOci(storageId) || Tag().IsMatch(number),
            "RevisionNumber",
            "'Revision Number' is not in the correct format.");
        command.Check();
        if (RefusalOf(call.Now) is { } refusal)
        {
            return Problems.Refused(refusal);
        }

        if (registration.Register(storageId, number, call.Now) is { } status)
        {
            return Problems.Bare(status, call.Trace);
        }

        meter.Count(call.Now);
        return new Answer(201);
    }

    private Refusal? RefusalOf(DateTimeOffset now)
    {
        var (minute, hour) = (options.Quotas.DeploysPerMinute, options.Quotas.DeploysPerHour);
        return meter.Within(TimeSpan.FromMinutes(1), now) >= minute.Limit ? minute.Refusal
            : meter.Within(TimeSpan.FromHours(1), now) >= hour.Limit ? hour.Refusal
            : null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$")]
    private static partial Regex Tag();
}
