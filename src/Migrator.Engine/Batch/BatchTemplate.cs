namespace Migrator.Engine.Batch;

/// <summary>The batch file that one starts from: every field, with its default and what it is for.</summary>
public static class BatchTemplate
{
    /// <summary>The text; it is a batch file itself.</summary>
    public static string Text { get; } = """
        # A batch: which bindles go where. `batch plan` shows what would happen and writes nothing to a target;
        # `batch run` does it, and can be stopped and started at any time.
        # No secrets here: log in to the registry and to the Bindle server instead.
        version = 1

        # Where the bindles are; any number of [[source]]. Each is one of:
        #   server = "https://bindle.example.com/v1/"   a live Bindle server
        #   store  = "/var/lib/bindle"                  a server's own folder, or the client's cache
        #   folder = "exports/shop"                     a standalone folder or .tar.gz, or a folder of them
        #   glob   = "exports/*.tar.gz"                 paths with * and ?, a bindle each
        # folder and glob also take the sources of Wagi apps: "apps/shop/HIPPOFACTS", "apps/*/HIPPOFACTS", modules.toml.
        # Modules of other bindles come from the stores of this file, and then from its servers.
        [[source]]
        server = "https://bindle.example.com/v1/"
        # query = ["example.com/"]                      only names that hold one of these texts (server)
        # bindles = ["example.com/shop/1.2.0"]          only these (any but glob)
        # team = "web"                                  what {team} means for these bindles

        # Which of them are meant.
        [select]
        latest = false          # only the highest version of each name
        # versions = ">=1.0 <3" # a range as npm writes it
        prereleases = true
        yanked = false          # also those that were withdrawn
        lenient = false         # also those with doubtful spellings that Bindle servers took, with a warning
        max-parcel-size = "4GiB"
        names = []              # only these, with * and ?: ["example.com/*"]
        except = []             # not these
        signed-by = []          # only if one of these labels of the keyring has signed

        # Judge signatures. Without this table they are carried along and not judged.
        # [signatures]
        # keyring = "keyring.toml"
        # strategy = "GreedyVerification"
        # unsigned = "refuse"   # or "accept"

        # Where they go. {name} and {tag} come from the bindle's id; names become lower case. A layout or archive
        # (oci:DIR, oci-archive:FILE) starts from this file's folder, as the paths of sources do.
        [target]
        registry = "registry.example.com"
        team = "apps"
        template = "{registry}/{team}/{name}:{tag}"
        profile = "universal"   # or "spin2", "spin1", "bindle"
        app-version = "plain"   # or "full"
        inline-files = "skip"   # or "also"
        wagi-files = "shared"   # or "own": each component of a Wagi app sees the files of its own groups alone
        fix-base = false        # true adds the / that the base path of an app lacks
        strict = false          # true refuses doubtful cases, such as two files for one path
        referrer = true         # the whole bindle goes along, so that nothing is lost
        read-back = true        # read each manifest back; false trusts the registry's answers, with fewer requests

        # Deploy to Fermyon Cloud instead. [target] then has no registry, team and template: each app is pushed to the
        # cloud's own registry, created or upgraded, and watched. `batch plan` shows what the version gate says of each;
        # no bindle is ever put over OCI. Log in first: bindle2oci login.
        # [deploy]
        # cloud = "https://cloud.fermyon.com"         # a login for another one is refused; default: the login's
        # environment = "production"                  # which login, by its name
        # registry = "registry.cloud.fermyon.com"     # default: registry.CLOUD
        # era = "implicit-activation"                 # or "explicit-channels", where a cloud does not tell
        # on-failure = "keep"     # or "rollback": what becomes of a version that does not get ready
        # require-rollback = false                    # deploy an app only when there is a way back
        # smoke = ["/ping", "/old=301"]               # paths that must be answered (with 200) before it is ready
        # [[deploy.variable]]     # any number; a value never stands in this file
        # name = "api_url"
        # env = "SHOP_API_URL"    # a variable of the environment of plan and run, or: file = "api-url.txt"
        # bindles = ["example.com/shop*"]             # whose apps get it; default: all
        # [[deploy.link]]         # any number: the store or database that a label of the apps leads to
        # kind = "kv"             # or "sqlite"
        # label = "default"
        # name = "shop-keys"      # created when it is not there
        # bindles = ["example.com/shop*"]

        [policy]
        conflict = "fail"       # when a tag points to something else: "fail", "skip" or "overwrite"
        fail-fast = false       # stop at the first failure
        retries = 1             # passes at the end over what failed for a passing reason
        # max-errors = 100      # stop after so many failures

        [limits]
        apps = 8                # at once
        blobs = 4               # at once for each app
        # max-duration = "36h"  # begin no app after that
        # max-transfer = "500GiB"

        """;
}
