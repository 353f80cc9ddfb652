using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Data;
using Sinter.Data.Packing;
using Sinter.Data.Sources;
using Sinter.Evaluation;
using Sinter.Inference;
using Sinter.Models.Files;
using Sinter.Tokenizers;
using Sinter.Training;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>
/// Measures the models on the held-out split: bits per byte against baselines trained on the same tokens, and the questions about the kind of a
/// member against the most frequent answer.
/// </summary>
internal sealed class EvaluateStage : IStage
{
    private const int AnswerTokens = 16;

    /// <inheritdoc/>
    public string Name => "evaluate";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe, InputHashes inputs) => StageSettings.Of(recipe, Name, version: 4);

    /// <inheritdoc/>
    public bool IsPartOf(Recipe recipe) => recipe.Collect.HasText && recipe.Pretrain.ContinuesText;

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(Recipe recipe, RunFolder run) => [];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        var backend = TrainingStages.Backend(context);
        var tokenizer = Tokenizer.Load(context.Run.Tokenizer);
        using var train = PackedDataset.Open(context.Run.PackedSplit("train"));
        using var test = PackedDataset.Open(context.Run.PackedSplit("test"));
        if (test.Sequences == 0)
        {
            throw new InvalidDataException("The test split holds no text to measure on; raise 'split.test', or collect more documents.");
        }

        var sequences = Math.Min(test.Sequences, context.Recipe.Evaluate.Sequences);
        if (sequences == 0)
        {
            throw new InvalidDataException($"The test split of '{context.Run}' holds no document to measure on; collect more, or raise 'split.test' in the recipe.");
        }

        var text = test.TextOf(sequences);
        var bytes = (long)Math.Round(text.Bytes);
        var asks = context.Recipe.Finetune.Task is "questions";
        var questions = asks ? Questions(context, "test") : [];

        // Units of progress: the sequences of base and tuned model, and the questions.
        var (done, total) = (0L, ((asks ? 2 : 1) * sequences) + questions.Count);
        var pretrained = Measure(RunModels.Output(context.Recipe, context.Run, "pretrain"));
        MeasuredLoss? tuned = asks ? Measure(context.Run.Model) : null;

        // A model that went on from the last run has read more than the steps of the recipe: the baselines read as much.
        var steps = StageResult.Read(context.Run, "pretrain")?.Metrics[PretrainUpdate.StepsOfAllRuns]?.GetValue<int>() ?? context.Recipe.Pretrain.Steps;
        var read = (TrainingStages.Options(context.Recipe.Pretrain, context.Recipe.Seed, "") with { Steps = steps }).SequencesRead(train.Sequences);
        var heldOut = new HeldOutTokens(test, sequences, bytes);
        var result = EvaluationResult.Of(pretrained.BitsPerByte, tuned?.BitsPerByte, heldOut.Baselines(train, read), new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["trigramOfAllText"] = heldOut.Trigram(train, Enumerable.Range(0, (int)train.Sequences).Select(sequence => (long)sequence)),
            ["gzip"] = CompressionBaseline.GzipBitsPerByte(Texts(context.Run.Split("test"), text)),
        }) with
        {
            HeldOut = new HeldOutText(text.Documents.Count, heldOut.Tokens, bytes),
            KindAccuracy = questions.Count == 0 ? null : KindAccuracy.Of(ClassificationScore.Of(Answers(), Questions(context, "train").Select(question => question.Answer))),
        };
        return new StageResult
        {
            DocumentsIn = text.Documents.Count,
            DocumentsOut = text.Documents.Count,
            BytesIn = bytes,
            BytesOut = bytes,
            Metrics = result.ToJson(),
        };

        void Report(long now) => context.Progress.Report(new StageProgress(now, total, "measurements"));

        MeasuredLoss Measure(string folder)
        {
            var measured = new LossMeter(ModelWeights.Load(folder, backend), test).Measure(sequences, measuredNow => Report(done + measuredNow), cancellation);
            done += sequences;
            return measured;
        }

        List<(string Expected, string Answer)> Answers()
        {
            var decoder = TokenModels.Of(ModelWeights.Load(context.Run.Model, backend));
            var generator = new TextGenerator(decoder, tokenizer);
            var answers = new List<(string Expected, string Answer)>();
            var tooLong = 0;
            foreach (var (question, expected) in questions)
            {
                cancellation.ThrowIfCancellationRequested();
                var prompt = ChatTemplate.Default.Encode(tokenizer, [new ChatMessage("user", question)], addGenerationPrompt: true).Ids;
                var fits = prompt.Length <= decoder.ContextLength;
                tooLong += fits ? 0 : 1;
                answers.Add((expected, fits ? generator.Start(prompt, new GenerationOptions { MaxTokens = AnswerTokens }).Complete(cancellation) : ""));
                Report(++done);
            }

            if (tooLong > 0)
            {
                context.Events.Warning(Name, $"{Units.Count(tooLong)} of {Units.Count(questions.Count)} questions are longer than the model's context of {Units.Count(decoder.ContextLength)} tokens; they count as answered wrongly.");
            }

            return answers;
        }
    }

    /// <summary>The questions about the kind of a member that a split gives, with their answers.</summary>
    private static List<(string Question, string Answer)> Questions(StageContext context, string split) =>
        [.. new DotNetQuestions().Make(JsonLines.ReadDocuments(context.Run.Split(split)))
            .Where(conversation => conversation.Metadata.GetValueOrDefault(DotNetQuestions.QuestionKey) == QuestionKind.MemberKind)
            .Take(context.Recipe.Evaluate.Questions)
            .Select(conversation => (conversation.Messages[0].Content, conversation.Metadata[DotNetQuestions.AnswerKey]))];

    /// <summary>The whole texts of the documents that were scored: a packed data set keeps the order of its split.</summary>
    private static IEnumerable<string> Texts(string split, PackedText scored)
    {
        var ordinals = scored.Documents.ToHashSet();
        return JsonLines.ReadDocuments(split).Where((_, ordinal) => ordinals.Contains(ordinal)).Select(document => document.Text);
    }
}
