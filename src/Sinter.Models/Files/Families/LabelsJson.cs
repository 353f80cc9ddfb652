using System.Globalization;
using System.Text.Json;

namespace Sinter.Models.Files.Families;

/// <summary>The keys of config.json that name the classes of a head.</summary>
internal static class LabelsJson
{
    private const int MostLabels = 1 << 16;
    private const int DefaultLabels = 2;
    private const string NamesKey = "id2label";

    /// <summary>The names of the classes, in their order; none of a head that has no classes.</summary>
    public static IReadOnlyList<string> Read(JsonFile json, ModelHead head)
    {
        if (head is not (ModelHead.SequenceClassification or ModelHead.TokenClassification or ModelHead.Regression))
        {
            return [];
        }

        if (json.Object(NamesKey) is { } names)
        {
            var byId = names.Texts().Select(pair => (Id: int.TryParse(pair.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? id : throw json.Unsupported(NamesKey + " number", pair.Key, "whole numbers from 0"), pair.Text)).OrderBy(static pair => pair.Id).ToArray();
            return byId.Length is > 0 and <= MostLabels && byId[^1].Id == byId.Length - 1
                ? [.. byId.Select(static pair => pair.Text)]
                : throw json.Unsupported(NamesKey, string.Create(CultureInfo.InvariantCulture, $"{byId.Length} classes"), "the numbers from 0 on, each once");
        }

        var count = json.OptionalInt("num_labels") ?? (head == ModelHead.Regression ? 1 : DefaultLabels);
        return count is > 0 and <= MostLabels
            ? [.. Enumerable.Range(0, count).Select(static id => string.Create(CultureInfo.InvariantCulture, $"LABEL_{id}"))]
            : throw json.Unsupported("num_labels", string.Create(CultureInfo.InvariantCulture, $"{count}"), string.Create(CultureInfo.InvariantCulture, $"1 to {MostLabels}"));
    }

    /// <summary>Whether a head for whole texts gives numbers: where the file says so, or nothing but that there is one (which transformers takes for the same).</summary>
    public static bool IsRegression(JsonFile json) => json.OptionalString("problem_type") is { } type
        ? type == "regression"
        : (json.Object(NamesKey)?.Texts().Count() ?? json.OptionalInt("num_labels")) == 1;

    /// <summary>Writes the names of the classes, and what the class name of the architecture does not tell of the head.</summary>
    public static void Write(Utf8JsonWriter json, ModelConfig config)
    {
        var hasNoClass = config.Head == ModelHead.Reward || (config.Head == ModelHead.MultipleChoice && !FamilyFormats.Of(config.Family).HasMultipleChoice);
        if (hasNoClass)
        {
            json.WriteString(ModelClass.HeadKey, config.Head == ModelHead.Reward ? "reward" : "multipleChoice");
        }

        IReadOnlyList<string> labels = hasNoClass ? ["score"] : config.Labels;
        if (labels.Count == 0)
        {
            return;
        }

        json.WriteStartObject(NamesKey);
        for (var id = 0; id < labels.Count; id++)
        {
            json.WriteString(id.ToString(CultureInfo.InvariantCulture), labels[id]);
        }

        json.WriteEndObject();
        json.WriteStartObject("label2id");
        foreach (var (label, id) in labels.Select(static (label, id) => (label, id)).DistinctBy(static pair => pair.label, StringComparer.Ordinal))
        {
            json.WriteNumber(label, id);
        }

        json.WriteEndObject();
        if (config.Head == ModelHead.Regression || (config.Head == ModelHead.SequenceClassification && labels.Count == 1))
        {
            json.WriteString("problem_type", config.Head == ModelHead.Regression ? "regression" : "single_label_classification");
        }
    }
}
