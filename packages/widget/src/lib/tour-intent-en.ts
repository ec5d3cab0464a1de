/** English for `tour-intent.ts`. */
import type { TourLexicon } from './tour-intent.ts';

/**
 * t a tour · b to book · v to see · a to come by · p the place · q asking, wishing, able · d a day or time ·
 * n what can be looked at without a visit · r homes as a list · s to show · g free times · y a tour booked already ·
 * x the past · z asking about something else · k not · w you · f other people · e virtual · c to cancel · h to change
 */
export const enLexicon: TourLexicon = {
  words: {
    '-': 'a an the to for of at on in me us i we my our some this that please just also really so and or maybe there here with by up am be is are it_would would_it get take have do go your you_guys yall hey hi hello thanks thank sometime time times around about out s d ll re ve hopefully actually st nd rd th quick quickly short brief little soon later sooner early before after next coming early earliest as possible',
    t: 'tour tours touring viewing viewings showing showings walkthrough walkthroughs walk_through walk_thru walkthru walk_throughs visit visiting tour_of appointment appointments appt appts appointmnt open_house look_around take_a_look have_a_look get_a_look look_inside peek sneak_peek take_the_tour do_the_tour do_a_tour check_it_out check_you_out check_you_guys_out check_the_place_out check_this_place_out check_that_out see_in_person in_person_tour see_it_in_person tour_in_person',
    b: 'book booking schedule scheduling shedule arrange arranging reserve set_up setup setting_up plan organize organise make sign_up put_me_down put_us_down pencil fix line_up set request requesting fit_me_in squeeze_me_in squeeze',
    v: 'see view check look look_at looking_at check_out checking_out seeing walk walk_around explore inspect meet',
    a: 'come coming come_by coming_by stop_by stopping_by drop_by dropping_by swing_by swinging_by pop_by come_over come_in stop_in drop_in pop_in come_down come_out come_round pop_over swing_through come_through pass_by head_over head_down roll_by come_and come_see',
    p: 'apartment apt unit place property studio building complex community condo home house bedroom one_bedroom two_bedroom three_bedroom br bed #br model loft space spot townhome townhouse penthouse flat it them one person in_person maple court gym pool lobby rooftop amenities place_out facilities location grounds residence neighborhood',
    q: 'can could may might id want wants wanted wanna would like love need needed hoping hope interested interest possible able available ready lets let wondering thinking when how_do how_can how_soon what_time whats_a_good_time good_time best_time keen eager dying excited looking_to looking_for looking_forward trying prefer mind chance opportunity okay ok cool free works work any_chance happy',
    r: 'apartments units homes places',
    s: 'show shown',
    g: 'any openings opening slot slots availability times_available times_open',
    n: 'floorplan floorplans floor_plan floor_plans plan_s plans pricing price prices rate rates photo photos pic pics picture pictures image images video videos gallery website site online list listing listings lease application review reviews map menu rent cost costs fee fees special specials detail details info information contract policy policies document documents layout layouts calendar options portal account ledger balance status bill dimensions brochure deposit square_footage what_is whats what',
    y: 'my_tour our_tour my_viewing our_viewing my_appointment our_appointment my_showing our_showing my_visit our_visit the_tour the_viewing the_appointment tour_i_booked my_booking my_reservation my_appt',
    x: 'already took taken did toured saw visited went yesterday came viewed ago last_week last_month last_weekend was_shown',
    z: 'bring long cost costs charge charges last during recorded recording record required require allowed instead mean difference where who why many much park parking dress wear expect cover covered include includes included move_in moving move pay paid apply works_for sign id_card drivers_license late hours hour closed offered offer offers find wrong broken happens',
    k: 'not dont no never without wont isnt arent cant cannot couldnt nobody nothing neither didnt doesnt havent',
    w: 'you they he she someone who_can anyone',
    f: 'visitors visitor guests guest friends friend relatives family grandkids delivery deliveries maintenance technician plumber package packages',
    e: 'virtual virtually video_tour video_tours 3d vr matterport remote facetime zoom',
    c: 'cancel cancelled canceled cancelling canceling cancellation call_off no_longer',
    h: 'reschedule rescheduling rebook change changing move_my postpone push push_back push_to switch modify delay different_time another_time other_time',
    o: 'see_you see_if see_whether see_how see_why see_that see_what see_myself see_where i_see let_me_see lets_see you_see dont_see views hours hour our four your scheduled schedules placed planes plane walking_distance looking_at_your in_advance',
  },
  joints: /[.?!;,\n]+|\b(?:and|but|so|because|since)\b/i,
  want: /b[^nzy]{0,4}[tva]|q[^nzwfy]{0,2}t|q[^nzwf]{0,2}v[^nz]{0,3}[pr](?!o?n)|q[^nzwfk]{0,2}a|^[oqg-]{0,2}t[dpo#]{0,3}$|t[^nz]{0,2}d|d[^nzf]{0,4}t|a[^nz]{0,2}d|a[^nz]{0,2}v|q[^nzwf]{0,2}v[^nz]{0,3}d|g[^nz]{0,3}t|t[^nz]{0,2}[gq]$|s[^nzr]{0,1}p(?!o?n)|t[^nz]{0,1}p/,
  veto: /[xzy]|k[^q]{0,2}[tvab]|f.{0,2}[tva]|e|t.{0,2}n/,
  cancel: /c[^n]{0,3}[tyu]|^.{0,3}c$|[yt].{0,3}c/,
  change: /h[^n]{0,3}[ty]|^.{0,3}h$/,
  weekdays: [
    'sunday sundays sun',
    'monday mondays mon',
    'tuesday tuesdays tue tues',
    'wednesday wednesdays wed weds',
    'thursday thursdays thu thur thurs',
    'friday fridays fri',
    'saturday saturdays sat',
  ],
  months: [
    'january jan',
    'february feb',
    'march mar',
    'april apr',
    'may',
    'june jun',
    'july jul',
    'august aug',
    'september sep sept',
    'october oct',
    'november nov',
    'december dec',
  ],
  relative: {
    today: 'today tonight now right_now this_morning this_afternoon this_evening asap',
    tomorrow: 'tomorrow tmrw tmr tomorow',
    weekend: 'weekend weekends this_weekend next_weekend',
    'this-week': 'this_week',
    'next-week': 'next_week',
  },
  dayParts: {
    morning: 'morning mornings this_morning',
    afternoon: 'afternoon afternoons this_afternoon noon lunch lunchtime',
    evening: 'evening evenings this_evening night tonight after_work',
  },
  numericDate: 'md',
};
