using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Tensors;
using Sinter.Tokenizers;
using Sinter.Training.Objectives;

namespace Sinter.Training.Tasks;

/// <summary>The model of a task: a trunk under the head that the task needs, its objective, and its folder.</summary>
public static class TaskModel
{
    /// <summary>The description of a trunk with the head of a task. Of ModernBERT, whose files can say so, the mean of a text is taken, which says more than its first token that masked training leaves untaught.</summary>
    /// <param name="trunk">The model that is tuned, of any head.</param>
    /// <param name="task">The task.</param>
    /// <exception cref="InvalidDataException">Such a model cannot do the task.</exception>
    /// <exception cref="ArgumentException">The description of the task has a fault.</exception>
    public static ModelConfig Describe(ModelConfig trunk, TaskDescription task)
    {
        if (task.FindFault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(task));
        }

        if (task.Writes)
        {
            return trunk.Kind == ModelKind.Encoder || trunk.Head != ModelHead.LanguageModel
                ? throw new InvalidDataException($"The task {task.Task} writes text, and a model of the family {trunk.Family} with the head {trunk.Head} does not; take a decoder or an encoder-decoder with a language model's head.")
                : trunk;
        }

        if (trunk.Kind is ModelKind.EncoderDecoder or ModelKind.Recurrent)
        {
            throw new InvalidDataException($"A model of the family {trunk.Family} is tuned to write text only; take an encoder or a decoder for the task {task.Task}, or the task generate.");
        }

        var config = (trunk with { PredictedTokens = 1 }).WithHead(task.Head, task.Head is ModelHead.SequenceClassification or ModelHead.TokenClassification ? task.Labels : null);
        return task.Pooling is { } pooling ? config with { Pooling = pooling }
            : config.Family == ModelFamily.ModernBert ? config with { Pooling = TextPooling.Mean }
            : config;
    }

    /// <summary>Reads the trunk of a folder under the head of a task; where the folder has that head already, it goes on from it.</summary>
    /// <param name="folder">The model folder, of any head.</param>
    /// <param name="task">The task.</param>
    /// <param name="backend">Where the model is to live.</param>
    /// <param name="seed">What a new head is drawn from.</param>
    /// <param name="tuning">What of it is trained; null for everything.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or such a model cannot do the task.</exception>
    public static TrunkWeights Load(string folder, TaskDescription task, Backend backend, ulong seed = 42, ModelTuning? tuning = null)
        => TrunkWeights.Load(folder, Describe(ModelFolder.Open(folder).Config, task), backend, seed, trainable: true, tuning);

    /// <summary>Writes the model folder of a tuned model: weights, tokenizer and the description of the task.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="model">The model, without an adapter (merge it first).</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="task">Its task.</param>
    /// <param name="template">The template of its conversations; null for none.</param>
    /// <param name="generation">Its token ids and advice on sampling; null for none.</param>
    public static void Write(string folder, Model model, Tokenizer tokenizer, TaskDescription task, ChatTemplate? template = null, GenerationConfig? generation = null)
    {
        Directory.CreateDirectory(folder);
        task.Write(folder);
        tokenizer.SaveFolder(folder, template, model.Config.ContextLength);
        ModelFolder.Write(folder, model.Config, ModelWeights.ToWrite(model), generation);
    }

    /// <summary>What the model is trained to do.</summary>
    /// <param name="task">The task.</param>
    /// <param name="config">The model with the head of the task, see <see cref="Describe"/>.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="options">What is trained besides; the defaults where left out.</param>
    /// <exception cref="InvalidDataException">The model cannot be trained so.</exception>
    public static Objective Objective(TaskDescription task, ModelConfig config, Tokenizer tokenizer, TaskObjectiveOptions? options = null)
    {
        options ??= new();
        var noise = new EmbeddingNoise(options.EmbeddingNoise, config.HiddenSize);
        var texts = new TextObjectiveOptions
        {
            Passages = task.ReadsBothOrders(config) ? 2 : 1,
            HiddenTokens = options.HiddenTokens,
            Segmented = config.TokenTypes > 1,
            IsWeighted = options.IsWeighted,
            AuxiliaryLoss = options.AuxiliaryLoss,
            Noise = noise,
            TokenDropout = options.TokenDropout,
            Blank = options.Blank,
            Seed = options.Seed,
        };
        Objective objective = task.Task switch
        {
            TaskKind.Tokens => new TokenClassification { LabelSmoothing = options.LabelSmoothing, Segmented = config.TokenTypes > 1, IsWeighted = options.IsWeighted, Noise = noise, Seed = options.Seed },
            TaskKind.Qa => new QuestionAnswering { Segmented = config.TokenTypes > 1, Noise = noise, Seed = options.Seed },
            TaskKind.Choice => new MultipleChoice(config.Pooling, task.Choices, texts),
            _ when task.GivesNumbers => new Regression(config.Pooling, texts),
            TaskKind.Classify or TaskKind.Pair => new Classification(config.Pooling, texts) { LabelSmoothing = options.LabelSmoothing },
            _ when config.Kind == ModelKind.EncoderDecoder => new SequenceToSequence(new SequenceToSequenceOptions
            {
                EndOfText = tokenizer.EndOfText ?? throw new InvalidDataException("The tokenizer has no token that ends a text; take one that has."),
                DecoderStart = options.DecoderStart ?? config.DecoderStartToken ?? throw new InvalidDataException("The model's config does not say with which token its decoder begins; give the token."),
                BeginningOfText = config.Family == ModelFamily.Bart ? tokenizer.BeginningOfText : null,
                IsWeighted = options.IsWeighted,
                LabelSmoothing = options.LabelSmoothing,
                Noise = noise,
                TokenDropout = options.TokenDropout,
                Blank = options.Blank,
                Seed = options.Seed,
            }),
            _ => new NextToken { IsWeighted = options.IsWeighted, LabelSmoothing = options.LabelSmoothing, Noise = noise, Seed = options.Seed },
        };
        return objective.FindMisfit(config) is { } misfit ? throw new InvalidDataException(misfit) : objective;
    }
}
