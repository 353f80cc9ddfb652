namespace Sinter.Models.Files.Families;

/// <summary>The class names that config.json has under <c>architectures</c>, such as <c>BertForMaskedLM</c>: a family and a head.</summary>
internal static class ModelClass
{
    private const string ArchitecturesKey = "architectures";

    /// <summary>Tells a reward model from a classifier of one class; no key of transformers.</summary>
    public const string HeadKey = "sinter_head";

    private const string MultiTokenSuffix = "ForMultiTokenPrediction";

    private static readonly (string Suffix, ModelHead Head)[] Suffixes =
    [
        ("ForMaskedLM", ModelHead.MaskedLanguageModel),
        ("ForSequenceClassification", ModelHead.SequenceClassification),
        ("ForTokenClassification", ModelHead.TokenClassification),
        ("ForQuestionAnswering", ModelHead.QuestionAnswering),
        ("ForMultipleChoice", ModelHead.MultipleChoice),
    ];

    /// <summary>The family and the head of a config.json. Where it names no class, its model type decides, with the family's usual head.</summary>
    /// <exception cref="InvalidDataException">The family or the class is none that Sinter knows.</exception>
    public static (FamilyFormat Format, ModelHead Head) Find(JsonFile json)
    {
        var classes = json.Strings(ArchitecturesKey);
        var modelType = json.OptionalString("model_type");
        var format = modelType is not null
            ? FamilyFormats.All.FirstOrDefault(format => format.ModelType == modelType)
                ?? throw json.Unsupported("model_type", modelType, string.Join(", ", FamilyFormats.All.Select(static format => format.ModelType)))
            : classes.Length == 0 ? throw json.Unsupported("model_type", "", string.Join(", ", FamilyFormats.All.Select(static format => format.ModelType)))
            : FamilyFormats.All.Where(format => classes[0].StartsWith(format.ClassPrefix, StringComparison.Ordinal)).MaxBy(static format => format.ClassPrefix.Length)
                ?? throw json.Unsupported("architecture", classes[0], string.Join(", ", FamilyFormats.All.Select(static format => format.LanguageModelClass)));
        return (format, json.OptionalString(HeadKey) is { } name && Enum.TryParse<ModelHead>(name, ignoreCase: true, out var own) ? own : HeadOf(json, format, classes));
    }

    /// <summary>The class of a family with a head; one of its own for a model that predicts several tokens, as no program that knows one head only may take it for that.</summary>
    public static string Name(FamilyFormat format, ModelConfig config)
        => config.PredictedTokens > 1 ? format.ClassPrefix + MultiTokenSuffix : Name(format, config.Head);

    private static string Name(FamilyFormat format, ModelHead head) => head switch
    {
        ModelHead.LanguageModel => format.LanguageModelClass,
        ModelHead.None => format.ClassPrefix + "Model",
        ModelHead.Regression or ModelHead.Reward => format.ClassPrefix + "ForSequenceClassification",
        ModelHead.MultipleChoice when !format.HasMultipleChoice => format.ClassPrefix + "ForSequenceClassification",
        _ => format.ClassPrefix + Suffixes.First(pair => pair.Head == head).Suffix,
    };

    private static ModelHead HeadOf(JsonFile json, FamilyFormat format, string[] classes)
    {
        if (classes.Length == 0 || classes.Contains(format.LanguageModelClass, StringComparer.Ordinal))
        {
            return format.UsualHead;
        }

        // Pre-training classes of BERT have a second head, which is left out.
        var known = classes.FirstOrDefault(name => name.StartsWith(format.ClassPrefix, StringComparison.Ordinal))
            ?? throw json.Unsupported("architecture", classes[0], format.LanguageModelClass);
        var rest = known[format.ClassPrefix.Length..];
        return rest is "Model" ? ModelHead.None
            : rest is MultiTokenSuffix ? ModelHead.LanguageModel
            : rest is "ForPreTraining" ? ModelHead.MaskedLanguageModel
            : Suffixes.FirstOrDefault(pair => pair.Suffix == rest) is { Suffix: not null } pair
                ? pair.Head == ModelHead.SequenceClassification && LabelsJson.IsRegression(json) ? ModelHead.Regression : pair.Head
            : throw json.Unsupported("architecture", known, format.LanguageModelClass);
    }
}
