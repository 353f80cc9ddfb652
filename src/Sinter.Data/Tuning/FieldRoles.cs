namespace Sinter.Data.Tuning;

/// <summary>The roles of fields, with the names that public data sets use.</summary>
internal static class FieldRoles
{
    public static readonly FieldRole Id = new("id", static f => f.Id, "id", "guid", "uid", "idx", "question_id");

    public static readonly FieldRole Weight = new("weight", static f => f.Weight, "weight", "sample_weight");

    public static readonly FieldRole Text = new(
        "text", static f => f.Text, "text", "sentence", "content", "review", "review_body", "tweet", "comment", "comment_text", "body", "utterance", "headline", "message", "document", "title", "question", "query", "input", "prompt");

    public static readonly FieldRole Label = new(
        "label", static f => f.Label, "label_text", "label_name", "label", "labels", "sentiment", "category", "class", "intent", "topic", "emotion", "target", "stars", "rating", "gold_label", "gold");

    public static readonly FieldRole First = new(
        "text", static f => f.Text, "sentence1", "text1", "text_a", "sentence_a", "premise", "question1", "string1", "#1 string", "query", "anchor", "question", "first", "s1", "sent1");

    public static readonly FieldRole Second = new(
        "second", static f => f.Second, "sentence2", "text2", "text_b", "sentence_b", "hypothesis", "question2", "string2", "#2 string", "passage", "document", "sentence", "positive", "second", "s2", "sent2", "context");

    public static readonly FieldRole PairLabel = new(
        "label", static f => f.Label, "label_text", "label", "gold_label", "quality", "is_duplicate", "entailment_judgment", "entailment", "relation", "answer", "class");

    public static readonly FieldRole PairScore = new(
        "score", static f => f.Score, "score", "similarity_score", "similarity", "relatedness_score", "relatedness");

    public static readonly FieldRole Score = new(
        "score", static f => f.Score ?? f.Label, "score", "target", "value", "rating", "stars", "similarity_score", "similarity", "relatedness_score", "label", "labels", "y");

    public static readonly FieldRole Words = new("words", static f => f.Words, "words", "tokens");

    public static readonly FieldRole Tags = new("tags", static f => f.Tags, "ner_tags", "tags", "labels", "pos_tags", "chunk_tags", "upos", "xpos", "ner");

    public static readonly FieldRole Question = new("question", static f => f.Question, "question", "question_stem", "query", "goal", "stem");

    public static readonly FieldRole Context = new("context", static f => f.Context, "context", "passage", "paragraph", "article", "document", "text", "support");

    public static readonly FieldRole Answers = new("answer", static f => f.Answer, "answers", "answer");

    public static readonly FieldRole AnswerStart = new("answer start", static _ => null, "answer_start", "start", "answer_starts");

    public static readonly FieldRole Choices = new("choices", static f => f.Choices, "choices", "options", "endings", "alternatives", "candidates", "answers");

    public static readonly FieldRole RightChoice = new(
        "answer", static f => f.Answer, "answerkey", "answer_index", "answer_idx", "correct_index", "answer", "label", "gold", "correct", "correct_answer", "right", "target");

    public static readonly FieldRole Source = new(
        "source", static f => f.Source, "source", "src", "document", "article", "dialogue", "dialog", "input", "source_text", "input_text", "text", "prompt", "question", "context", "sentence1");

    public static readonly FieldRole Target = new(
        "target", static f => f.Target, "target", "tgt", "summary", "highlights", "abstract", "output", "target_text", "output_text", "translation", "completion", "response", "answer", "title", "sentence2");

    public static readonly FieldRole Messages = new("messages", static f => f.Messages, "messages", "conversations", "conversation", "dialog", "chat");

    public static readonly FieldRole System = new("system", static f => f.System, "system", "system_prompt");

    public static readonly FieldRole Tools = new("tools", static f => f.Tools, "tools", "functions");

    public static readonly FieldRole Instruction = new("prompt", static f => f.Prompt, "instruction", "instructions");

    public static readonly FieldRole Input = new("input", static f => f.Input, "input", "context");

    public static readonly FieldRole Output = new("completion", static f => f.Completion, "output", "response", "completion", "answer", "target");

    public static readonly FieldRole History = new("history", static _ => null, "history");

    public static readonly FieldRole Instances = new("instances", static _ => null, "instances");

    public static readonly FieldRole Prompt = new("prompt", static f => f.Prompt ?? f.Question, "prompt", "question", "query", "problem", "instruction", "input", "user", "human");

    public static readonly FieldRole Completion = new(
        "completion", static f => f.Completion ?? f.Answer, "completion", "response", "answer", "answers", "output", "solution", "target", "assistant", "reply", "reference_answer");

    public static readonly FieldRole Chosen = new("chosen", static f => f.Chosen, "chosen", "preferred", "chosen_response", "response_chosen", "winner");

    public static readonly FieldRole Rejected = new("rejected", static f => f.Rejected, "rejected", "dispreferred", "rejected_response", "response_rejected", "loser");

    public static readonly FieldRole IsDesirable = new("label", static f => f.Label, "kto_tag", "label", "is_desirable", "desirable", "thumbs_up");

    public static readonly FieldRole RuleAnswer = new(
        "answer", static f => f.Answer ?? f.Completion, "answer", "ground_truth", "final_answer", "reference_answer", "reward_model.ground_truth", "solution", "answers", "target", "completion", "response", "output", "label");
}
