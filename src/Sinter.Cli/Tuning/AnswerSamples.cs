using System.Text.Json.Nodes;
using Sinter.Inference;
using Sinter.Models;
using Sinter.Tokenizers;

namespace Sinter.Cli.Tuning;

/// <summary>What a model answers to a few prompts, before and after a training, side by side in the report.</summary>
internal sealed class AnswerSamples(ChatTemplate? template, Tokenizer tokenizer, IReadOnlyList<IReadOnlyList<ChatMessage>> prompts)
{
    /// <summary>The key of a stage's metrics.</summary>
    public const string Key = "comparedSamples";

    /// <summary>Prompts that are shown.</summary>
    public const int Count = 4;

    private const int AnswerTokens = 64;
    private const int LongestPrompt = 600;

    private readonly List<string> _before = [];

    /// <summary>Takes the answers of the model as it is.</summary>
    public void TakeBefore(Model model, CancellationToken cancellation) => _before.AddRange(Answers(model, cancellation));

    /// <summary>The answers before beside those of the model as it is now.</summary>
    public JsonArray Compare(Model model, CancellationToken cancellation) => [.. Answers(model, cancellation).Select((after, i) => (JsonNode?)new JsonObject
    {
        ["prompt"] = Shown(prompts[i]),
        ["before"] = _before[i],
        ["after"] = after,
    })];

    private static string Shown(IReadOnlyList<ChatMessage> prompt)
    {
        var text = prompt.Count == 1 ? prompt[0].Content : string.Join("\n", prompt.Select(static message => $"{message.Role}: {message.Content}"));
        return text.Length <= LongestPrompt ? text : "…" + text[^LongestPrompt..];
    }

    private List<string> Answers(Model model, CancellationToken cancellation)
    {
        var decoder = TokenModels.Of(model);
        var generator = new TextGenerator(decoder, tokenizer);
        var answers = new List<string>();
        foreach (var prompt in prompts)
        {
            var tokens = ModelTemplate.Prompt(template, tokenizer, prompt);
            var room = decoder.ContextLength - Math.Min(AnswerTokens, decoder.ContextLength / 2);
            answers.Add(generator.Start(tokens.Length > room ? tokens[^room..] : tokens, new GenerationOptions { MaxTokens = AnswerTokens, Sampling = SamplingOptions.Greedy }).Complete(cancellation));
        }

        return answers;
    }
}
