using Sinter.Cli.Recipes;
using Sinter.Cli.Tuning;
using Sinter.Data;
using Sinter.Data.Packing;
using Sinter.Data.Sources;
using Sinter.Models.Files;
using Sinter.Tokenizers;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Tunes the pretrained model for a task: to answer questions made from the documents, of which only the answers and their ends are trained; or one of the tasks beside.</summary>
internal sealed class FinetuneStage : IStage
{
    /// <inheritdoc/>
    public string Name => "finetune";

    /// <inheritdoc/>
    public bool IsPartOf(Recipe recipe) => recipe.Finetune.Task is not "none";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe, InputHashes inputs) => recipe.Finetune.ReadsFiles && recipe.Finetune.Task is not "seq2seq"
        ? TuningInputs.Add(StageSettings.Of(recipe, Name, version: 5, "seed", "model.from"), [.. recipe.Finetune.Train, .. recipe.Finetune.Test], inputs)
        : StageSettings.Of(recipe, Name, version: 3, "seed");

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(Recipe recipe, RunFolder run) =>
    [
        run.StageCheckpoints(Name), RunModels.Output(recipe, run, Name),
        .. recipe.Finetune.Task switch
        {
            "questions" => [run.Conversations, run.PackedSplit("chat-train"), run.PackedSplit("chat-validation")],
            "seq2seq" => Seq2SeqTask.Splits.Select(run.PackedSplit),
            _ => (IEnumerable<string>)[run.StageWork(Name)],
        },
    ];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation) => context.Recipe.Finetune.Task switch
    {
        "questions" => Questions(context, cancellation),
        "seq2seq" => Seq2SeqTask.Run(context, cancellation),
        _ => TaskFinetune.Run(context, cancellation),
    };

    private StageResult Questions(StageContext context, CancellationToken cancellation)
    {
        var start = RunModels.Input(context.Recipe, context.Run, Name);
        var tokenizer = Tokenizer.Load(start);
        var packed = Pack(context, tokenizer, "train", context.Recipe.Finetune.Replay);
        Pack(context, tokenizer, "validation", replay: 0);
        using var train = PackedDataset.Open(context.Run.PackedSplit("chat-train"));
        using var validation = PackedDataset.Open(context.Run.PackedSplit("chat-validation"));
        var model = ModelWeights.Load(start, TrainingStages.Backend(context), trainable: true);
        var outcome = TrainingStages.Train(
            context,
            new TrainingJob
            {
                Name = Name,
                Section = context.Recipe.Finetune,
                Model = model,
                Tokenizer = tokenizer,
                Data = train,
                Validation = validation,
                Prompt = static (chat, question) => ChatTemplate.Default.Encode(chat, [new ChatMessage("user", question)], addGenerationPrompt: true).Ids,
            },
            cancellation);
        TrainingStages.Write(RunModels.Output(context.Recipe, context.Run, Name), model, tokenizer);
        var result = TrainingStages.Result(model, outcome, train);
        result.Metrics["conversationsAndDocuments"] = packed.Documents;
        result.Metrics["trainedTokens"] = packed.Targets;
        result.Metrics["paddingShare"] = Math.Round(packed.PaddingShare, 6);
        result.Metrics["truncatedConversations"] = packed.TruncatedDocuments;
        return result;
    }

    /// <summary>Makes the questions of a split and packs them with the mask of what is trained, and among them a share of whole documents.</summary>
    private static PackedManifest Pack(StageContext context, Tokenizer tokenizer, string split, double replay)
    {
        var conversations = new DotNetQuestions().Make(JsonLines.ReadDocuments(context.Run.Split(split)));
        if (conversations.Count == 0 && split == "train")
        {
            throw new InvalidDataException("No question could be made from the train split; collect more documents.");
        }

        Directory.CreateDirectory(context.Run.Conversations);
        JsonLines.WriteConversations(Path.Combine(context.Run.Conversations, split + ".jsonl"), conversations);
        var end = tokenizer.EndOfText ?? throw new InvalidDataException($"The tokenizer '{context.Run.TokenizerJson}' has no token {SpecialTokens.EndOfText}; run the stage 'tokenizer' again.");
        using var writer = new PackedDatasetWriter(context.Run.PackedSplit("chat-" + split), new PackingOptions
        {
            ContextLength = context.Recipe.Pack.ContextLength,
            VocabularySize = tokenizer.VocabularySize,
            EndOfText = end,
            TokenizerFingerprint = tokenizer.Fingerprint,
            LongDocuments = LongDocuments.Truncate,
            HasTrainedMask = true,
        });
        var tokens = 0L;
        foreach (var conversation in conversations)
        {
            var chat = ChatTemplate.Default.Encode(tokenizer, conversation.Messages, addGenerationPrompt: false);

            // Only answers are trained, so only their text is what a loss in bits per byte is about.
            var answers = conversation.Messages.Where(message => message.Role == "assistant");
            writer.Add(conversation.Id, chat.Ids, chat.Trained, answers.Sum(message => System.Text.Encoding.UTF8.GetByteCount(message.Content)));
            tokens += chat.Ids.Length;
        }

        AddReplay(writer, context, tokenizer, end, split, tokens * replay / (1 - replay));
        return writer.Complete();
    }

    /// <summary>Adds documents of the split, chosen by the hash of their ids, until they make about so many tokens.</summary>
    private static void AddReplay(PackedDatasetWriter writer, StageContext context, Tokenizer tokenizer, int end, string split, double wanted)
    {
        if (wanted < 1)
        {
            return;
        }

        using var packed = PackedDataset.Open(context.Run.PackedSplit(split), checkHashes: false);
        var chosen = wanted / Math.Max(1, packed.Tokens) * ulong.MaxValue;
        foreach (var document in JsonLines.ReadDocuments(context.Run.Split(split)))
        {
            if (StableHash.Of(document.Id, (ulong)context.Recipe.Seed) <= chosen)
            {
                int[] ids = [end, .. tokenizer.Encode(document.Text)];
                var trained = new bool[ids.Length];
                Array.Fill(trained, true);
                writer.Add(document.Id, ids, trained, document.Utf8Bytes);
            }
        }
    }
}
