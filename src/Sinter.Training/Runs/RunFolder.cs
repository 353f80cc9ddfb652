namespace Sinter.Training.Runs;

/// <summary>
/// The layout of one run on disk: every path below <c>runs/NAME</c> is named here and nowhere else. It owns no handles and makes no
/// folder by itself.
/// </summary>
public sealed class RunFolder
{
    /// <summary>Names the folder <paramref name="root"/>, which need not exist yet.</summary>
    public RunFolder(string root)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        Root = root;
    }

    /// <summary>The folder of the run, as the user spelled it.</summary>
    public string Root { get; }

    /// <summary>The recipe with every default filled in, as this run used it.</summary>
    public string Recipe => Path.Combine(Root, "recipe.yaml");

    /// <summary>The append-only log of what happened: see <see cref="EventLog"/>.</summary>
    public string Events => Path.Combine(Root, "events.jsonl");

    /// <summary>The file that the one process working here holds: see <see cref="RunLock"/>.</summary>
    public string Lock => Path.Combine(Root, "run.lock");

    /// <summary>Documents as JSON Lines, before and after each data stage.</summary>
    public string Documents => Path.Combine(Root, "documents");

    /// <summary>Documents as the source gave them.</summary>
    public string Collected => Path.Combine(Documents, "collected.jsonl");

    /// <summary>The folder of the cleaning: kept and dropped documents, scores, a report of its own.</summary>
    public string Cleaned => Path.Combine(Root, "cleaned");

    /// <summary>What the search for duplicates left: one folder for each of its passes, named by its place and its profile.</summary>
    public string Deduplicated => Path.Combine(Root, "deduplicated");

    /// <summary>The documents without those that evaluation sets are in.</summary>
    public string Decontaminated => Path.Combine(Root, "decontaminated");

    /// <summary>The documents of one split, such as <c>train</c>, <c>validation</c> or <c>test</c>.</summary>
    public string Split(string split) => Path.Combine(Documents, split + ".jsonl");

    /// <summary>Questions and answers made from the documents, one file a split.</summary>
    public string Conversations => Path.Combine(Root, "conversations");

    /// <summary>The folder of the tokenizer.</summary>
    public string Tokenizer => Path.Combine(Root, "tokenizer");

    /// <summary>The tokenizer itself, a Hugging Face tokenizer.json.</summary>
    public string TokenizerJson => Path.Combine(Tokenizer, "tokenizer.json");

    /// <summary>Packed tokens, one folder a split.</summary>
    public string Packed => Path.Combine(Root, "packed");

    /// <summary>Packed tokens of one split.</summary>
    public string PackedSplit(string split) => Path.Combine(Packed, split);

    /// <summary>Checkpoints of all training stages.</summary>
    public string Checkpoints => Path.Combine(Root, "checkpoints");

    /// <summary>Checkpoints of one training stage.</summary>
    public string StageCheckpoints(string stage) => Path.Combine(Checkpoints, stage);

    /// <summary>The pretrained model, before fine-tuning, in Hugging Face layout.</summary>
    public string BaseModel => Path.Combine(Root, "model-base");

    /// <summary>The model of a training between the first and the last, in Hugging Face layout.</summary>
    public string StageModel(string stage) => Path.Combine(Root, "model-" + stage);

    /// <summary>The folder of what a stage needs for itself.</summary>
    public string StageWork(string stage) => Path.Combine(Root, stage);

    /// <summary>What a run whose recipe says <c>finetune.upkeep</c> remembers from one tuning to the next: the accepted model, and hashes of the examples that it has learned, watched and held out. It is no output of a stage, so no fresh start removes it.</summary>
    public string Upkeep => Path.Combine(Root, "upkeep");

    /// <summary>What a run whose recipe says <c>pretrain.upkeep</c> remembers from one pre-training to the next, as <see cref="Upkeep"/> does of tunings: the accepted model, and hashes of the documents.</summary>
    public string PretrainUpkeep => Path.Combine(Root, "upkeep-pretrain");

    /// <summary>The hashes of input files with the sizes and times that they were read at, so that an unchanged file is not read again to plan a run. No more than that is lost with it.</summary>
    public string InputHashes => Path.Combine(Root, "inputs.hashes");

    /// <summary>The final model in Hugging Face layout.</summary>
    public string Model => Path.Combine(Root, "model");

    /// <summary>The times of profiled steps, as a Chrome trace.</summary>
    public string Profile => Path.Combine(Root, "profile.json");

    /// <summary>Every number of the report.</summary>
    public string ReportJson => Path.Combine(Root, "report.json");

    /// <summary>The report as one page that needs no network.</summary>
    public string ReportHtml => Path.Combine(Root, "report.html");

    /// <summary>What finished stages left on record.</summary>
    public string Stages => Path.Combine(Root, "stages");

    /// <summary>The record of one finished stage.</summary>
    public string Stage(string stage) => Path.Combine(Stages, stage + ".json");

    /// <summary>The record of a stage that has begun and not finished.</summary>
    public string StageAttempt(string stage) => Path.Combine(Stages, stage + ".started.json");

    /// <inheritdoc/>
    public override string ToString() => Root;
}
