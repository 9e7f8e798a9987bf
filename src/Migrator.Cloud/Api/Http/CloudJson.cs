using System.Text.Json;
using System.Text.Json.Serialization;
using Migrator.Cloud.Api.Model;

namespace Migrator.Cloud.Api.Http;

/// <summary>
/// Reads and writes the API's JSON without reflection. Unknown members are passed over, as clouds add some; a member
/// that must be there and is not makes the answer one of no such API.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Page<AppItem>))]
[JsonSerializable(typeof(Page<ChannelItem>))]
[JsonSerializable(typeof(Page<RevisionItem>))]
[JsonSerializable(typeof(Answers.Variables))]
[JsonSerializable(typeof(Answers.Variable))]
[JsonSerializable(typeof(Answers.DatabaseList))]
[JsonSerializable(typeof(Answers.StoreList))]
[JsonSerializable(typeof(Answers.ChannelLogs))]
[JsonSerializable(typeof(Answers.RawLogs))]
[JsonSerializable(typeof(Answers.Health))]
[JsonSerializable(typeof(TokenInfo))]
[JsonSerializable(typeof(DeviceCodeItem))]
[JsonSerializable(typeof(Guid))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(Commands.CreateApp))]
[JsonSerializable(typeof(Commands.CreateChannel))]
[JsonSerializable(typeof(Commands.RegisterRevision))]
[JsonSerializable(typeof(Commands.CreateKeyValuePair))]
[JsonSerializable(typeof(Commands.CreateVariablePair))]
[JsonSerializable(typeof(Commands.DeleteVariablePair))]
[JsonSerializable(typeof(Commands.OfApp))]
[JsonSerializable(typeof(Commands.CreateSqlDatabase))]
[JsonSerializable(typeof(Commands.CreateDeviceCode))]
[JsonSerializable(typeof(Commands.CreateToken))]
[JsonSerializable(typeof(Commands.RefreshToken))]
internal sealed partial class CloudJson : JsonSerializerContext;
