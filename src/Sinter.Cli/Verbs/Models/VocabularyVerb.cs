using System.CommandLine;
using Sinter.Cli.Verbs.Tokenizers;
using Sinter.Data.Reports;
using Sinter.Models.Files;
using Sinter.Models.Surgery;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Models;

/// <summary><c>sinter model vocabulary MODEL --tokenizer DIR --out DIR</c>: the model with another tokenizer.</summary>
internal static class VocabularyVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var model = SurgeryArguments.Model();
        var tokenizer = new Option<string>("--tokenizer") { HelpName = "DIR", Description = "The new tokenizer, in any form that Sinter reads.", Required = true };
        var multiple = NumberOption.Whole("--pad-to", "N", 1, 1 << 16, "Make the rows of the embedding a multiple of N; as many as tokens without it.");
        var arguments = new SurgeryArguments();
        var verb = new Verb(
            "vocabulary",
            "Gives a model another tokenizer: rows of tokens with the same text are kept, others begin as the mean of the old tokens that spell them. Train it on afterwards.",
            "sinter model vocabulary llama --tokenizer runs/norwegian/tokenizer --out norwegian-llama")
        {
            model, tokenizer, multiple,
        };
        arguments.AddTo(verb);
        verb.SetAction(parsed =>
        {
            arguments.RequireNew(parsed);
            var source = LoadedModel.Locate(parsed.GetRequiredValue(model));
            var folder = ModelFolder.Open(source);
            var name = parsed.GetRequiredValue(tokenizer);
            var (before, after) = (Tokenizer.Load(source), Tokenizer.Load(name));
            var vocabulary = Correspond(folder, before, after, parsed.GetValue(multiple));
            var code = arguments.Run(
                parsed,
                source,
                target => VocabularyChange.Write(source, target, vocabulary),
                target => after.SaveFolder(target, ChatView.OwnTemplate(name), folder.Config.ContextLength));
            Summarise(vocabulary, parsed.InvocationConfiguration.Output);
            return code;
        });
        return verb;
    }

    private static NewVocabulary Correspond(ModelFolder folder, Tokenizer before, Tokenizer after, int? multiple)
    {
        var (config, generation) = (folder.Config, folder.Generation);
        var origins = TokenCorrespondence.Of(before, after);

        // Rows behind the tokens stay where there are as many tokens as before.
        var stay = multiple is null && after.VocabularySize == before.VocabularySize && config.VocabularySize > before.VocabularySize;
        return new NewVocabulary
        {
            Origins = stay ? [.. origins, .. Enumerable.Range(before.VocabularySize, config.VocabularySize - before.VocabularySize).Select(static row => (int[])[row])] : origins,
            OldTokens = stay ? config.VocabularySize : before.VocabularySize,
            Multiple = multiple ?? 1,
            PaddingToken = Moved(config.PaddingToken),
            DecoderStartToken = Moved(config.DecoderStartToken),
            Generation = generation with
            {
                BeginningOfText = after.BeginningOfText ?? Moved(generation.BeginningOfText),
                EndOfText = after.EndOfText is { } end
                    ? [end, .. generation.EndOfText.Select(id => Moved(id)).OfType<int>().Where(id => id != end).Distinct()]
                    : [.. generation.EndOfText.Select(id => Moved(id)).OfType<int>().Distinct()],
                Padding = Moved(generation.Padding),
            },
        };

        int? Moved(int? id) => id is { } old && old < before.VocabularySize && before.HasToken(old) ? after.TokenId(before.Token(old)) : null;
    }

    private static void Summarise(NewVocabulary vocabulary, TextWriter output)
    {
        var (kept, spelled) = (vocabulary.Origins.Count(static ids => ids.Count == 1), vocabulary.Origins.Count(static ids => ids.Count > 1));
        output.WriteLine(
            $"Rows   {Quantity.Whole(kept)} from one old token, {Quantity.Whole(spelled)} from the mean of several, {Quantity.Whole(vocabulary.Origins.Count - kept - spelled)} from the mean of all");
    }
}
