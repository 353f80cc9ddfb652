using Sinter.Models;
using Sinter.Tensors.Cpu;
using Sinter.Tokenizers;
using Sinter.Training.Tasks;

namespace Sinter.Training.Tests.Tasks;

/// <summary>Small tokenizers and models of tasks.</summary>
internal static class TaskSubjects
{
    private static readonly string[] Texts =
    [
        "the film is good and the cat sat on the mat", "a bad film about a dog that ran away", "good good bad bad cat dog film mat", "who sat on the mat the cat sat on the mat",
        "the dog ran to the red house near the river", "red blue green house river", "Paris is the capital of France and Berlin of Germany", "what is the capital of France",
    ];

    private static readonly Lazy<Tokenizer> SharedBpe = new(() => new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 340, MinimumFrequency = 1 }).Train(Texts));

    private static readonly Lazy<Tokenizer> SharedWordPiece = new(() => new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 200, MinimumFrequency = 1, Model = TokenizerModel.WordPiece }).Train(Texts));

    /// <summary>Bytes, and an end of text as the only special token that frames need.</summary>
    public static Tokenizer Bpe => SharedBpe.Value;

    /// <summary>BERT's, with [CLS] and [SEP].</summary>
    public static Tokenizer WordPiece => SharedWordPiece.Value;

    public static ModelConfig Decoder(int context = 48) => FamilyDefaults.Apply(Sizes(ModelFamily.Gpt2, Bpe, context));

    public static ModelConfig Encoder(int context = 48) => FamilyDefaults.Apply(Sizes(ModelFamily.Bert, WordPiece, context)) with { Head = ModelHead.MaskedLanguageModel };

    public static (ModelConfig Config, Tokenizer Tokenizer) Of(string kind, int context = 48) => kind == "encoder" ? (Encoder(context), WordPiece) : (Decoder(context), Bpe);

    public static Model Model(ModelConfig config, int threads = 1, ModelTuning? tuning = null, double scale = 1)
    {
        var model = Models.Model.Create(config, new CpuBackend(threads), tuning: tuning);
        model.Initialize(seed: 3);
        if (scale != 1)
        {
            // Larger weights than usual make losses that differ.
            foreach (var parameter in model.Parameters.All.Where(static parameter => parameter.Value.Shape.Rank > 1))
            {
                foreach (ref var value in parameter.Value.AsSpan<float>())
                {
                    value *= (float)scale;
                }
            }
        }

        return model;
    }

    /// <summary>Trains a new model on items, all of them in each step or two.</summary>
    public static Model Train(string folder, TaskDescription task, ModelConfig trunk, Tokenizer tokenizer, IReadOnlyList<TaskItem> items, int steps, TaskObjectiveOptions? options = null, double rate = 5e-3)
    {
        var config = TaskModel.Describe(trunk, task);
        var model = Model(config);
        var data = new TaskEncoder(task, config, tokenizer).Encode(items).Pack();
        var objective = TaskModel.Objective(task, config, tokenizer, options);
        new Trainer(model, data, null, new TrainingOptions { Steps = steps, BatchSize = (int)Math.Min(8, data.Sequences), LearningRate = rate, WarmupSteps = 5, Objective = objective }, folder, new RecordingObserver()).Run(TestContext.Current.CancellationToken);
        return model;
    }

    private static ModelConfig Sizes(ModelFamily family, Tokenizer tokenizer, int context) => new()
    {
        Family = family,
        VocabularySize = tokenizer.VocabularySize,
        HiddenSize = 32,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 4,
        IntermediateSize = 64,
        ContextLength = context,
    };
}
