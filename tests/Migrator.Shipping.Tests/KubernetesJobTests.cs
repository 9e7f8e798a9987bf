using System.Globalization;
using k8s;
using k8s.Models;
using Migrator.Testing;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Migrator.Shipping.Tests;

/// <summary>
/// The example of an indexed Job: parses, and says what such a Job must say (Kubernetes, "Indexed Job for Parallel
/// Processing" and "Pod Security Standards", restricted).
/// </summary>
public sealed class KubernetesJobTests
{
    private static readonly string Place =
        RepositoryRoot.Combine("src", "Migrator.Cli", "examples", "kubernetes-job.yaml");

    private static readonly YamlMappingNode Job = Read();

    private static YamlMappingNode Pod => Map(Job, "spec", "template", "spec");

    private static YamlMappingNode Container => (YamlMappingNode)((YamlSequenceNode)Pod["containers"]).Single();

    [Fact]
    public void Job_EveryField_IsKnownToTheClientOfKubernetes()
    {
        var job = KubernetesYaml.Deserialize<V1Job>(File.ReadAllText(Place), strict: true);

        Assert.Equal(("batch/v1", "Job"), (job.ApiVersion, job.Kind));
        Assert.Throws<YamlException>(() => KubernetesYaml.Deserialize<V1Job>(
            File.ReadAllText(Place).Replace("completionMode:", "completionModes:", StringComparison.Ordinal),
            strict: true));
    }

    [Fact]
    public void Job_Shards_AreAsManyAsItsPods()
    {
        var spec = Map(Job, "spec");
        var shard = Texts(Container["args"]).SkipWhile(argument => argument != "--shard").ElementAt(1);

        Assert.Equal("batch/v1", Text(Job["apiVersion"]));
        Assert.Equal("Job", Text(Job["kind"]));
        Assert.Equal("Indexed", Text(spec["completionMode"]));
        Assert.Equal(Text(spec["completions"]), Text(spec["parallelism"]));
        Assert.Equal($"$(JOB_COMPLETION_INDEX)/{Text(spec["completions"])}", shard);
    }

    [Fact]
    public void Job_Retries_AreForFailuresThatMayPass()
    {
        var rules = (YamlSequenceNode)Map(Job, "spec", "podFailurePolicy")["rules"];
        var (lost, rule) = (rules[0], rules[1]);

        // Which codes are tried again is held against runs that end with them, in the tests of the command.
        Assert.Equal(2, rules.Count());
        Assert.Equal("Ignore", Text(lost["action"]));
        Assert.Equal("DisruptionTarget", Text(((YamlSequenceNode)lost["onPodConditions"]).Single()["type"]));
        Assert.Equal("FailIndex", Text(rule["action"]));
        Assert.Equal("Never", Text(Pod["restartPolicy"]));
        Assert.Equal("NotIn", Text(rule["onExitCodes"]["operator"]));
        Assert.InRange(int.Parse(Text(Map(Job, "spec")["backoffLimitPerIndex"]), CultureInfo.InvariantCulture), 1, 9);
        Assert.Equal(Text(Container["name"]), Text(rule["onExitCodes"]["containerName"]));
    }

    [Fact]
    public void Job_Pod_MeetsTheRestrictedStandard()
    {
        var pod = Map(Pod, "securityContext");
        var container = Map(Container, "securityContext");

        Assert.Equal("false", Text(Pod["automountServiceAccountToken"]));
        Assert.Equal("true", Text(pod["runAsNonRoot"]));
        Assert.Equal(ImageFiles.UserId, int.Parse(Text(pod["runAsUser"]), CultureInfo.InvariantCulture));
        Assert.Equal("RuntimeDefault", Text(pod["seccompProfile"]["type"]));
        Assert.Equal("false", Text(container["allowPrivilegeEscalation"]));
        Assert.Equal("true", Text(container["readOnlyRootFilesystem"]));
        Assert.Equal(["ALL"], Texts(container["capabilities"]["drop"]));
    }

    [Fact]
    public void Job_Image_IsTheOneThatThePageOnInstallingPushes()
    {
        var page = File.ReadAllText(RepositoryRoot.Combine("docs", "install.md"));

        Assert.Contains($" docker://{Text(Container["image"])}\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Job_Mounts_HaveTheirVolumes()
    {
        var mounts = Names(Container["volumeMounts"]);

        Assert.Equal(Names(Pod["volumes"]), mounts);
        Assert.EndsWith(":" + NativeBinary.Version, Text(Container["image"]), StringComparison.Ordinal);
    }

    private static YamlMappingNode Read()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Place)));
        return (YamlMappingNode)yaml.Documents.Single().RootNode;
    }

    private static YamlMappingNode Map(YamlNode node, params IEnumerable<string> path) =>
        (YamlMappingNode)path.Aggregate(node, (inner, name) => inner[name]);

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static IEnumerable<string> Texts(YamlNode node) => ((YamlSequenceNode)node).Select(Text);

    private static IEnumerable<string> Names(YamlNode node) =>
        ((YamlSequenceNode)node).Select(item => Text(item["name"])).Order(StringComparer.Ordinal);
}
