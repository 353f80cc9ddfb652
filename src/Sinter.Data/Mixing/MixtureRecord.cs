using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sinter.Data.Mixing;

/// <summary>The content of <c>mixture.json</c>: the spec as it was understood, the plan and what was written. It names no document.</summary>
internal static class MixtureRecord
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(MixtureFolder folder, MixtureSpec spec, MixtureResult result, string? tokenizer)
    {
        var plan = result.Plan;
        var record = new JsonObject
        {
            ["seed"] = spec.Seed,
            ["order"] = Name(spec.Order),
            ["orderBy"] = spec.Order == MixtureOrder.Curriculum ? spec.OrderBy : null,
            ["descending"] = spec.Order == MixtureOrder.Curriculum ? spec.Descending : null,
            ["unit"] = Name(plan.Unit),
            ["tokenizer"] = tokenizer,
            ["budget"] = spec.Budget,
            ["maxEpochs"] = spec.MaximumEpochs,
            ["alpha"] = spec.Alpha,
            ["documents"] = result.Taken.Sum(static taken => taken.Documents),
            ["bytes"] = result.Taken.Sum(static taken => taken.Bytes),
            ["tokens"] = result.Taken.Sum(static taken => taken.Tokens),
            ["documentsRead"] = result.Documents,
            ["broken"] = result.Broken,
            ["warnings"] = new JsonArray([.. result.Warnings.Select(static warning => JsonValue.Create(warning))]),
            ["sources"] = new JsonArray([.. MixtureShare.OfSources(spec, plan).Zip(spec.Sources, (share, source) => Share(share, source))]),
            ["parts"] = new JsonArray([.. plan.Parts.Select((part, i) => Part(spec, part, result.Taken[i]))]),
        };
        AtomicFile.WriteAllText(folder.Record, record.ToJsonString(Json) + "\n");
    }

    private static JsonObject Share(MixtureShare share, MixtureSource source) => new()
    {
        ["name"] = share.Name,
        ["inputs"] = new JsonArray([.. source.Inputs.Select(static input => JsonValue.Create(input.Name))]),
        ["weight"] = source.Weight,
        ["share"] = source.Share,
        ["epochs"] = source.Epochs,
        ["groupBy"] = source.GroupBy,
        ["shareWanted"] = share.Wanted,
        ["shareGot"] = share.Got,
        ["epochsGot"] = share.Epochs,
        ["exhausted"] = share.IsExhausted,
    };

    private static JsonObject Part(MixtureSpec spec, MixturePart part, MixtureTaken taken) => new()
    {
        ["source"] = spec.Sources[part.Source].Name,
        ["group"] = part.Group,
        ["available"] = new JsonObject { ["documents"] = part.Documents, ["bytes"] = part.Bytes, ["tokens"] = part.Tokens },
        ["asked"] = part.Asked,
        ["wanted"] = part.Wanted,
        ["got"] = part.Got,
        ["wholeEpochs"] = part.WholeEpochs,
        ["extraDocuments"] = part.ExtraDocuments,
        ["taken"] = new JsonObject { ["documents"] = taken.Documents, ["bytes"] = taken.Bytes, ["tokens"] = taken.Tokens },
    };

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
